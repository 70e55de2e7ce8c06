/** Source: resource.Quantity of k8s.io/apimachinery: a decimal number with a binary, decimal or exponent suffix. */
const QUANTITY = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$/;
const DATE_TIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.,][0-9]+)?(?:Z|[+-]([0-9]{2}):([0-9]{2}))$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Whether a text is a quantity, such as `500m` or `2Gi`. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** Whether a text is a time as RFC 3339 has it and Go reads it, on a day that exists. */
export function isDateTime(text: string): boolean {
  const parts = DATE_TIME.exec(text);
  if (!parts) return false;
  const [year, month, day, hour, minute, second, offsetHour = 0, offsetMinute = 0] = parts
    .slice(1)
    .map((n) => Number(n ?? 0));
  const isTime = (hour as number) < 24 && (minute as number) < 60 && (second as number) < 60;
  const isOffset = offsetHour <= 24 && offsetMinute < 60;
  return isTime && isOffset && isDay(year as number, month as number, day as number);
}

/** Whether a day is in the calendar. */
export function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** Whether a text is base64 with its padding; line breaks don't count, as in Go. */
export function isBase64(text: string): boolean {
  const plain = text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n]/g, '') : text;
  return plain.length % 4 === 0 && BASE64.test(plain);
}
