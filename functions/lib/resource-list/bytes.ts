import { isAscii, isUtf8 } from 'node:buffer';

/**
 * A text, and how to get its bytes back. Where the bytes aren't valid UTF-8, each byte above 127 stands for itself
 * as a character of the private use area, so that positions are known and encode() gives back every byte.
 */
export interface Decoded {
  text: string;
  isUtf8: boolean;
  encode(text: string): Buffer;
}

const PRIVATE = 0xe000;

/** Decodes bytes without losing any of them. */
export function decode(bytes: Buffer): Decoded {
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), isUtf8: true, encode: utf8 };
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), isUtf8: true, encode: utf8 };
  const units = Uint16Array.from(bytes, (byte) => (byte < 128 ? byte : PRIVATE + byte));
  return { text: Buffer.from(units.buffer).toString('utf16le'), isUtf8: false, encode: privateToBytes };
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

function privateToBytes(text: string): Buffer {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return Buffer.from(Uint8Array.from(units, (unit) => (unit < 128 ? unit : unit - PRIVATE)));
}

/** Whether a stretch of a text that isn't UTF-8 holds characters beyond ASCII: none of them can be told. */
export function isUndecodable(decoded: Decoded, start: number, end: number): boolean {
  if (decoded.isUtf8) return false;
  const bytes = decoded.encode(decoded.text.slice(start, end));
  return !isUtf8(bytes);
}
