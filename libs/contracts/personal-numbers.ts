/** Digits that may be a person's number, with single blanks or dashes between them; letters and digits around it make it something else (a hash, an id). */
const CANDIDATE = /(?<![0-9A-Za-z])\d(?:[ -]?\d){10,18}[Xx]?(?![0-9A-Za-z])/g;
const PHONE = /^1[3-9]\d{9}$/;
const ID_CARD = /^\d{17}[\dX]$/;
/** Card schemes that banks in the country issue; positions in the ledger begin with another digit. */
const BANK_CARD = /^[3-6]\d{14,18}$/;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';

/** Whether a text holds a mobile number, an ID-card number (checksum right) or a bank-card number (Luhn). What residents see never may. */
export function holdsPersonalNumber(text: string): boolean {
  return (text.match(CANDIDATE) ?? []).some(isPersonalNumber);
}

/** The text with each such number replaced by asterisks and its last two signs. */
export function withoutPersonalNumbers(text: string): string {
  return text.replace(CANDIDATE, (number) => (isPersonalNumber(number) ? `****${number.slice(-2)}` : number));
}

function isPersonalNumber(written: string): boolean {
  const number = written.replace(/[ -]/g, '').toUpperCase();
  return (
    PHONE.test(number) || (ID_CARD.test(number) && ID_CHECKS[weighted(number)] === number[17]) || (BANK_CARD.test(number) && luhn(number))
  );
}

function weighted(number: string): number {
  return ID_WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0) % 11;
}

function luhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
