import type { Correction } from '#contracts';

/** What puts a recorded mistake right where nothing takes it back. */
export const CARD_CORRECTIONS = {
  suspend: { by: ['resume'], says: { zh: '请恢复使用', en: 'Resume it' } },
  resume: { by: ['suspend'], says: { zh: '请再停用，写明理由', en: 'Suspend it again, with the reason' } },
  close: { by: ['issue'], says: { zh: '销卡不能恢复：请用新卡号发卡', en: 'A closed card stays closed: issue another number' } },
  'opt-in': { by: ['opt-out'], says: { zh: '随时可以退出公开排名', en: 'Opt out at any time' } },
  'opt-out': { by: ['opt-in'], says: { zh: '请再登记同意', en: 'Opt in again' } },
  'check-in': { by: ['check-out'], says: { zh: '请签退；不认定就不计积分', en: 'Check out; what is not confirmed earns nothing' } },
  'check-out': {
    by: ['confirm'],
    says: { zh: '认定时按实际时长登记，不认定就不计积分', en: 'Confirm the hours there really were; what is not confirmed earns nothing' },
  },
  confirm: {
    by: ['adjust'],
    says: { zh: '差额请提出积分调整，由第二人复核', en: 'Propose an adjustment of the difference; a second person countersigns' },
  },
  spend: {
    by: ['adjust'],
    says: { zh: '差额请提出积分调整，由第二人复核', en: 'Propose an adjustment of the difference; a second person countersigns' },
  },
  adjust: {
    by: ['adjust'],
    says: { zh: '不复核就不生效；已复核的请提出相反的调整', en: 'Without a countersignature it does nothing; else propose the opposite' },
  },
  countersign: { by: ['adjust'], says: { zh: '请提出相反的调整，由第二人复核', en: 'Propose the opposite; a second person countersigns' } },
} as const satisfies Readonly<Record<string, Correction>>;
