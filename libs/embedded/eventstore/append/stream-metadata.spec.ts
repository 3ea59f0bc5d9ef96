import { objectMembers, withTruncateBefore } from './raw-json';
import { NO_METADATA, parseStreamMetadata, SOFT_DELETED_JSON } from './stream-metadata';
import { DELETED } from '../protocol/expected-revision';

describe('stream metadata', () => {
  it('reads the number of a deleted stream to the last digit', () => {
    expect(parseStreamMetadata(SOFT_DELETED_JSON).truncateBefore).toBe(DELETED);
  });

  it.each([
    'not json',
    '[]',
    '3',
    '{"$maxCount":"2"}',
    '{"$maxCount":1.5}',
    '{"$acl":[]}',
    '{"$acl":{"$r":3}}',
    '{"$maxCount":2,"$tb":null}',
  ])('takes %s as no metadata at all', (json) => {
    expect(parseStreamMetadata(json)).toEqual(NO_METADATA);
  });

  it('ignores numbers that are not positive, and lets the last of a repeated key win', () => {
    expect(parseStreamMetadata('{"$maxCount":0,"$maxAge":-1,"$tb":0}')).toEqual({ ...NO_METADATA, truncateBefore: 0n });
    expect(parseStreamMetadata('{"$maxCount":1,"$maxCount":2}').maxCount).toBe(2n);
  });

  it('reads who may what, one name or several', () => {
    const { acl } = parseStreamMetadata('{"$acl":{"$r":"a","$w":["b","$admins"]}}');
    expect(acl).toEqual({ read: ['a'], write: ['b', '$admins'], delete: undefined, metaRead: undefined, metaWrite: undefined });
  });
});

describe('rewriting metadata of a stream that comes back', () => {
  it('replaces $tb in its place, or adds it, and touches nothing else', () => {
    expect(withTruncateBefore(' { "a" : 12345678901234567890.50 , "$tb":9223372036854775807, "s":"x, \\"y\\" }" } ', 3n)).toBe(
      '{"a":12345678901234567890.50,"$tb":3,"s":"x, \\"y\\" }"}',
    );
    expect(withTruncateBefore('{"$maxCount":9}', 3n)).toBe('{"$maxCount":9,"$tb":3}');
    expect(withTruncateBefore('{}', 3n)).toBe('{"$tb":3}');
    expect(withTruncateBefore('{"deep":{"$tb":1,"list":[1,{"x":2}]}}', 3n)).toBe('{"deep":{"$tb":1,"list":[1,{"x":2}]},"$tb":3}');
  });

  it('finds no members in what is no object', () => {
    expect(objectMembers('[1]')).toBeUndefined();
    expect(objectMembers('{"a":')).toBeUndefined();
  });
});
