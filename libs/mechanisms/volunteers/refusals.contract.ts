import type { RefusalSpec } from '#contracts';

/** A unit that a card, wish, team or station names is not in being. */
export const unitRefusals = {
  'unit.unknown': {
    zh: '{unit} 在 {day} 不是有效的单位',
    en: '{unit} is no unit in being on {day}',
    status: 422,
    next: { zh: '请核对区划代码', en: 'Check the division code' },
  },
} as const satisfies Readonly<Record<string, RefusalSpec>>;

/** A card that a wish or a team names cannot act. */
export const cardInUseRefusals = {
  'card.not-usable': {
    zh: '该卡不存在、已停用或已注销：{card}',
    en: 'This card does not exist, or is suspended or closed: {card}',
    status: 422,
    next: { zh: '请核对卡号', en: 'Check the card number' },
  },
} as const satisfies Readonly<Record<string, RefusalSpec>>;
