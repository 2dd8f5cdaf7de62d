// Shuffle orders, equal to torch's randperm: a thread draws one order from a Mersenne Twister of its own,
// MT19937 seeded by init_genrand, as in lib/random/torch.ts. The threads of a workgroup draw side by side,
// with their words and orders interleaved in memory, so that they access different banks.
//
// The generator adds the constants `samples` and `threads`, the accessors `sample_at(index)` and
// `put(index, sample)` of the thread's order, and `keep_order()`.
//
//   seeds      [order]
//   orders     [order × sample]

struct Shuffle {
  orders: u32,
}

@group(0) @binding(0) var<uniform> shuffle: Shuffle;
@group(0) @binding(1) var<storage, read> seeds: array<u32>;
@group(0) @binding(2) var<storage, read_write> orders: array<u32>;

const length = 624u;
const shift = 397u;

var<workgroup> words: array<u32, length * threads>;
var<private> lane: u32;      // number of the thread
var<private> order_at: u32;  // offset of its order in `orders`

// The place of a word of the thread's state.
fn word_at(index: u32) -> u32 { return index * threads + lane; }

fn seed_words(seed: u32) {
  var word = seed;
  words[word_at(0)] = word;
  for (var index = 1u; index < length; index++) {
    word = 1812433253u * (word ^ (word >> 30u)) + index;
    words[word_at(index)] = word;
  }
}

// The word at position `here` of the state, which is updated as it is drawn.
fn draw(here: u32) -> u32 {
  let next = select(here + 1u, 0u, here + 1u == length);
  let far = select(here + shift, here + shift - length, here + shift >= length);
  let joined = (words[word_at(here)] & 0x80000000u) | (words[word_at(next)] & 0x7fffffffu);
  var word = words[word_at(far)] ^ (joined >> 1u) ^ select(0u, 0x9908b0dfu, (joined & 1u) == 1u);
  words[word_at(here)] = word;
  word ^= word >> 11u;
  word ^= (word << 7u) & 0x9d2c5680u;
  word ^= (word << 15u) & 0xefc60000u;
  return word ^ (word >> 18u);
}

@compute @workgroup_size(threads)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let number = (group.x + group.y * groups.x) * threads + thread;
  lane = thread;
  if (number >= shuffle.orders) { return; }
  order_at = number * samples;
  seed_words(seeds[number]);
  for (var index = 0u; index < samples; index++) { put(index, index); }
  var here = 0u;
  for (var index = 0u; index + 1u < samples; index++) {
    let chosen = index + draw(here) % (samples - index);
    here = select(here + 1u, 0u, here + 1u == length);
    let sample = sample_at(index);
    put(index, sample_at(chosen));
    put(chosen, sample);
  }
  keep_order();
}
