// Shuffle orders, equal to torch's randperm: a thread draws one order from a Mersenne Twister of its own,
// MT19937 seeded by init_genrand, as in lib/random/torch.ts. The generator adds the constant `samples`.
//
//   seeds      [order]
//   orders     [order × sample]
//   words      [word × order of the dispatch]: the states of the twisters. In a private array they would
//              take software adapters a minute to compile, and in workgroup memory fewer orders are drawn
//              at a time.

// The orders that a dispatch draws.
struct Shuffle {
  first: u32,
  last: u32,
}

@group(0) @binding(0) var<uniform> shuffle: Shuffle;
@group(0) @binding(1) var<storage, read> seeds: array<u32>;
@group(0) @binding(2) var<storage, read_write> orders: array<u32>;
@group(0) @binding(3) var<storage, read_write> words: array<u32>;

const threads = 64u;
const length = 624u;
const shift = 397u;

var<private> lane: u32;  // the number of the thread's order in the dispatch

// The place of a word of the thread's twister: adjacent threads access adjacent words.
fn word_at(index: u32) -> u32 { return index * (shuffle.last - shuffle.first) + lane; }

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
  lane = (group.x + group.y * groups.x) * threads + thread;
  let number = shuffle.first + lane;
  if (number >= shuffle.last) { return; }
  let first = number * samples;
  seed_words(seeds[number]);
  for (var index = 0u; index < samples; index++) { orders[first + index] = index; }
  var here = 0u;
  for (var index = 0u; index + 1u < samples; index++) {
    let chosen = first + index + draw(here) % (samples - index);
    here = select(here + 1u, 0u, here + 1u == length);
    let sample = orders[first + index];
    orders[first + index] = orders[chosen];
    orders[chosen] = sample;
  }
}
