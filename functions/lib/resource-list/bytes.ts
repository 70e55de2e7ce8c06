import { isAscii, isUtf8 } from 'node:buffer';

/**
 * A text, and how to get its bytes back. Where the bytes aren't valid UTF-8, each byte above 127 stands for itself
 * as a character of the private use area, so that positions are known and encode() gives back every byte.
 */
export interface Decoded {
  text: string;
  isUtf8: boolean;
  encode(text: string): Buffer;
  /** The bytes, where each is a character. */
  ascii?: Buffer;
}

const PRIVATE = 0xe000;

/** Decodes bytes without losing any of them. */
export function decode(bytes: Buffer): Decoded {
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), isUtf8: true, encode: utf8, ascii: bytes };
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), isUtf8: true, encode: utf8 };
  const units = new Uint16Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    units[i] = byte < 128 ? byte : PRIVATE + byte;
  }
  return { text: Buffer.from(units.buffer).toString('utf16le'), isUtf8: false, encode: privateToBytes };
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

/** What stands for a byte becomes that byte; other characters, which edits brought, become UTF-8. */
function privateToBytes(text: string): Buffer {
  const bytes = Buffer.alloc(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 128 || (unit >= PRIVATE + 128 && unit < PRIVATE + 256)) {
      bytes[length++] = unit & 255;
    } else {
      const character = String.fromCodePoint(text.codePointAt(i) as number);
      i += character.length - 1;
      length += bytes.write(character, length);
    }
  }
  return bytes.subarray(0, length);
}

/** Whether a stretch of a text that isn't UTF-8 holds characters beyond ASCII: none of them can be told. */
export function isUndecodable(decoded: Decoded, start: number, end: number): boolean {
  if (decoded.isUtf8) return false;
  const bytes = decoded.encode(decoded.text.slice(start, end));
  return !isUtf8(bytes);
}
