// lib/string.c, include/asm/string.h: memset and memcpy as the compiler inlines them, a repeated string instruction
// each. So they have no row: their set-up is in the caller's. Odd bytes are charged as steps of one byte.
import { moveString, st, storeString } from "../machine/cpu";

/** rep stosl, then what is left by bytes. `byte` fills every byte. */
export function memset(to: u32, byte: u8, bytes: u32): void {
  const words = bytes & ~3;
  if (words != 0) storeString(to, <u32>byte * 0x01010101, words);
  for (let i = words; i < bytes; i++) st<u8>(to, i, byte);
}

/** rep movsl, then what is left by bytes. */
export function memcpy(to: u32, from: u32, bytes: u32): void {
  const words = bytes & ~3;
  if (words != 0) moveString(to, from, words, 4);
  if (words != bytes) moveString(to + words, from + words, bytes - words, 1);
}
