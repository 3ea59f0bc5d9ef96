/** The facts a number is made of, as `GET /api/evidence` knows them: which number, of which year's accounts or which term. */
export interface NumberAsked {
  readonly number: string;
  readonly year?: number | undefined;
  readonly term?: string | undefined;
  /** Of what is open and late: the mechanism, all unless given. */
  readonly mechanism?: string | undefined;
  /** In what its facts are told to add to it. */
  readonly measure?: 'money' | 'count' | undefined;
}
