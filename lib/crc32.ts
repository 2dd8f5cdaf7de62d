/** The checksum of zip archives and PNG images, CRC-32 (ISO 3309). */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder >>> 1 ^ (remainder & 1 ? 0xedb88320 : 0);
  }
  return remainder;
});

/** Computes the checksum. */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    remainder = remainder >>> 8 ^ table[(remainder ^ bytes[at]) & 0xff];
  }
  return (remainder ^ 0xffffffff) >>> 0;
}
