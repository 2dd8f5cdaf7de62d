// Shuffle orders, equal to torch's randperm: one thread draws one order from a Mersenne Twister of its own,
// MT19937 seeded by init_genrand, as in lib/random/torch.ts. The generator adds the constant `samples`, and
// the accessors `sample_at(index)` and `put(index, sample)` of the order in work, and `keep_order()`.
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

var<workgroup> words: array<u32, length>;
var<private> order_at: u32;  // offset of the order in `orders`

fn seed_words(seed: u32) {
  var word = seed;
  words[0] = word;
  for (var index = 1u; index < length; index++) {
    word = 1812433253u * (word ^ (word >> 30u)) + index;
    words[index] = word;
  }
}

// The word at position `here` of the state, which is updated as it is drawn.
fn draw(here: u32) -> u32 {
  let next = select(here + 1u, 0u, here + 1u == length);
  let far = select(here + shift, here + shift - length, here + shift >= length);
  let joined = (words[here] & 0x80000000u) | (words[next] & 0x7fffffffu);
  var word = words[far] ^ (joined >> 1u) ^ select(0u, 0x9908b0dfu, (joined & 1u) == 1u);
  words[here] = word;
  word ^= word >> 11u;
  word ^= (word << 7u) & 0x9d2c5680u;
  word ^= (word << 15u) & 0xefc60000u;
  return word ^ (word >> 18u);
}

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let number = group.x + group.y * groups.x;
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
