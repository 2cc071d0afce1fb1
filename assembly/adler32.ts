/** Adler-32 (RFC 1950), sixteen bytes at a time. */

const MODULUS: u32 = 65521;
// Sums stay below 2^32 for this many steps of sixteen bytes.
const STEPS: usize = 345;

/** The checksum of `size` bytes at `data`. */
export function adler32(data: usize, size: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  const end = data + size;
  while (end - data >= 16) {
    let steps = (end - data) >> 4;
    if (steps > STEPS) steps = STEPS;
    let sums = i64x2.splat(0);
    let earlier = i64x2.splat(0);
    let weighted = i64x2.splat(0);
    const stop = data + (steps << 4);
    for (; data < stop; data += 16) {
      const bytes = v128.load(data);
      earlier = i32x4.add(earlier, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      weighted = i32x4.add(
        weighted,
        i32x4.add(
          i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), i16x8(16, 15, 14, 13, 12, 11, 10, 9)),
          i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), i16x8(8, 7, 6, 5, 4, 3, 2, 1)),
        ),
      );
    }
    b = (((b as u64) + (a as u64) * ((steps << 4) as u64) + ((total(earlier) as u64) << 4) + (total(weighted) as u64)) % (MODULUS as u64)) as u32;
    a = (((a as u64) + (total(sums) as u64)) % (MODULUS as u64)) as u32;
  }
  for (; data < end; data++) {
    a += load<u8>(data);
    b += a;
  }
  return ((b % MODULUS) << 16) | (a % MODULUS);
}

// @ts-ignore: decorator
@inline
function total(lanes: v128): u64 {
  return (
    (i32x4.extract_lane(lanes, 0) as u32 as u64) +
    (i32x4.extract_lane(lanes, 1) as u32 as u64) +
    (i32x4.extract_lane(lanes, 2) as u32 as u64) +
    (i32x4.extract_lane(lanes, 3) as u32 as u64)
  );
}
