import type { Correction } from '#contracts';

/** What puts a recorded mistake right where nothing takes it back. */
export const FUNDS_CORRECTIONS = {
  budget: { by: ['budget'], says: { zh: '再核定一次，以最后一次为准', en: 'Set it again: the last one counts' } },
  recall: { by: ['send'], says: { zh: '请用新编号重新拨款', en: 'Send it again under a new id' } },
  'set-cap': { by: ['set-cap'], says: { zh: '再核定一次，以最后一次为准', en: 'Set it again: the last one counts' } },
  receive: {
    by: ['send'],
    says: {
      zh: '到账不能撤回：差额由上级在以后的拨款中补拨或少拨',
      en: 'What was received stays: the difference goes into a later sending',
    },
  },
  match: {
    by: ['match'],
    says: { zh: '配套不能撤回：差额在以后的配套中补记或少记', en: 'What was matched stays: the difference goes into a later matching' },
  },
  reject: { by: ['request'], says: { zh: '请用新编号重新申请', en: 'Request it again under a new id' } },
  settle: {
    by: ['settle', 'return'],
    says: {
      zh: '票据不能撤下：漏报的再报一次，多付的请退回款项',
      en: 'Vouchers stay: settle what is missing, return what was paid too much',
    },
  },
  return: {
    by: ['reverse', 'request'],
    says: { zh: '退回不能撤回：请冲正后用新编号重新申请', en: 'A return stays: reverse the payment and request it under a new id' },
  },
  reverse: { by: ['request'], says: { zh: '冲正不能撤回：请用新编号重新申请', en: 'A reversal stays: request it under a new id' } },
} as const satisfies Readonly<Record<string, Correction>>;
