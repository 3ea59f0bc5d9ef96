/** Names the real server refuses; anything else is a stream, Chinese, spaces and `@` included. */
export function isStreamName(name: string): boolean {
  return name !== '' && name !== '$$';
}
