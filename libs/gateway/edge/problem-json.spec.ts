import type { FastifyRequest } from 'fastify';
import { LedgerTimeout, LedgerUnavailable } from '#ledger';
import { ReadRefusal } from '#readside';
import { problem, ProblemError } from '../problem';
import { problemBody, problemOf } from './problem-json';

const request = { id: 'trace-1', method: 'GET', routeOptions: { url: '/x' } } as unknown as FastifyRequest;
const coded = (code: string): Error => Object.assign(new Error('away'), { code });

describe('a failure at the edge', () => {
  const failures: readonly (readonly [string, Error])[] = [
    ['422 payload.invalid', new ProblemError(problem('payload.invalid'))],
    ['503 ledger.away', new LedgerUnavailable('gone')],
    ['504 ledger.timeout', new LedgerTimeout('append', 5)],
    ['503 read.away', coded('ECONNREFUSED')],
    ['503 read.away', coded('57P01')],
    ['503 read.away', new Error('Connection terminated unexpectedly')],
    ['400 read.cursor', new ReadRefusal('read.cursor', 400, { zh: '无效', en: 'bad' }, { zh: '重来', en: 'again' })],
    ['413 request.too-large', coded('FST_ERR_CTP_BODY_TOO_LARGE')],
    ['415 request.media-type', coded('FST_ERR_CTP_INVALID_MEDIA_TYPE')],
    ['404 route.unknown', Object.assign(new Error('not found'), { status: 404 })],
  ];
  it.each(failures)('is told as %s and is not our bug', (answer, error) => {
    const logged: string[] = [];
    const { status, code } = problemOf(error, request, (line) => logged.push(line));
    expect([`${status} ${code}`, logged]).toEqual([answer, []]);
  });

  it('that nobody foresaw is our bug: logged whole, told without what went wrong', () => {
    const logged: string[] = [];
    const told = problemOf(new Error('the secret is 42'), request, (line) => logged.push(line));
    expect(logged[0]).toContain('the secret is 42');
    expect(told).toMatchObject({ status: 500, code: 'gateway.bug' });
    expect(JSON.stringify(problemBody(told))).not.toContain('42');
    expect(JSON.stringify(problemBody(told))).toContain('trace-1');
  });
});
