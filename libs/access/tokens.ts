import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';

/** What a token says. It is good for minutes; whether its session still stands is asked of the server each time. */
export interface TokenClaims {
  readonly account: string;
  readonly session: string;
  /** Epoch milliseconds. */
  readonly expires_ms: number;
}

export const TOKEN_MS = 10 * 60_000;
const ISSUER = 'governance-ledger';

/** Short signed tokens (JWS HS256, RFC 7515). A verdict on a signature is kept as long as the token lives. */
export class Tokens {
  private readonly verdicts = new LRUCache<string, TokenClaims>({ max: 10_000 });
  private readonly key: Uint8Array;

  constructor(
    key: Buffer,
    private readonly now_ms: () => number,
  ) {
    this.key = new Uint8Array(key);
  }

  async issue(account: string, session: string): Promise<{ readonly token: string; readonly expires_ms: number }> {
    const expires_ms = Math.floor((this.now_ms() + TOKEN_MS) / 1_000) * 1_000;
    const token = await new SignJWT({ sid: session })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(account)
      .setIssuer(ISSUER)
      .setExpirationTime(expires_ms / 1_000)
      .sign(this.key);
    return { token, expires_ms };
  }

  /** Undefined when it is forged, expired or not ours. */
  async read(token: string): Promise<TokenClaims | undefined> {
    const claims = this.verdicts.get(token) ?? (await this.verified(token));
    return claims && claims.expires_ms > this.now_ms() ? claims : undefined;
  }

  private async verified(token: string): Promise<TokenClaims | undefined> {
    if (token.length > 1_000) return undefined;
    try {
      const { payload } = await jwtVerify(token, this.key, { issuer: ISSUER, algorithms: ['HS256'], currentDate: new Date(this.now_ms()) });
      const { sub, sid, exp } = payload;
      if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') return undefined;
      const claims = { account: sub, session: sid, expires_ms: exp * 1_000 };
      this.verdicts.set(token, claims);
      return claims;
    } catch {
      return undefined;
    }
  }
}
