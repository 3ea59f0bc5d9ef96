import type { Label } from '#kernel';

/** A question that cannot be answered now or as it was put. The edge makes a problem+json of it. */
export class ReadRefusal extends Error {
  override readonly name = 'ReadRefusal';

  constructor(
    readonly code: string,
    readonly status: 400 | 403 | 503 | 504,
    readonly text: Label,
    readonly next: Label,
    /** Seconds for `Retry-After`. */
    readonly retryAfterS?: number,
  ) {
    super(text.en);
  }
}

export function notYet(position: string): ReadRefusal {
  return new ReadRefusal(
    'read.not-yet',
    503,
    { zh: `数据还没有更新到位置 ${position}`, en: `the rows have not reached position ${position} yet` },
    { zh: '请稍候再查', en: 'ask again in a moment' },
    1,
  );
}

export function badCursor(): ReadRefusal {
  return new ReadRefusal(
    'read.cursor',
    400,
    { zh: '翻页标记无效', en: 'this cursor is not one of this list' },
    { zh: '请从第一页重新查询', en: 'begin again without a cursor' },
  );
}

/** The same words as at the door: a question finds out only once it has looked at the tree. */
export function outOfScope(): ReadRefusal {
  return new ReadRefusal(
    'access.scope',
    403,
    { zh: '该单位不在您的管辖范围', en: 'The unit is not within yours' },
    { zh: '请由该单位或其上级的人员办理', en: 'Ask someone of that unit or above it' },
  );
}

export function databaseAway(): ReadRefusal {
  return new ReadRefusal(
    'read.away',
    503,
    { zh: '查询数据库暂时连不上', en: 'the database of the read models cannot be reached' },
    { zh: '数据没有丢失，请稍候再查', en: 'nothing is lost; ask again in a moment' },
    2,
  );
}

export function tooSlow(): ReadRefusal {
  return new ReadRefusal(
    'read.too-slow',
    504,
    { zh: '查询超时', en: 'the question took too long' },
    { zh: '请缩小查询范围', en: 'ask for less: a unit, a year, a shorter text' },
  );
}
