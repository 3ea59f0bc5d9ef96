import { contract, text, unitCode } from '#contracts';
import { unitRefusals } from './refusals.contract';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

export class OpenStation {
  @text({ zh: '名称', en: 'Name', max: 60 })
  readonly name!: string;
  @unitCode({ zh: '所属单位', en: 'Unit' })
  readonly unit!: string;
  @text({ zh: '地址', en: 'Address', max: 200 })
  readonly address!: string;
}
export class CloseStation {
  @text({ zh: '理由', en: 'Reason', max: 500 })
  readonly reason!: string;
}

export interface StationState {
  readonly is: 'none' | 'open' | 'closed';
  readonly opened?: OpenStation;
}

const who = [{ roles: ['clerk', 'desk'], power: 'volunteers.run' }] as const;
const station = (_data: object, id: string) => [{ kind: 'station', id }];

export const stationsContract = contract({
  category: 'stations',
  label: { zh: '爱心驿站', en: 'Service stations' },
  clause: '16',
  id: {
    pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
    says: { zh: '1 至 40 个字母、数字或短横', en: 'must be 1 to 40 letters, digits or dashes' },
    label: { zh: '驿站编号', en: 'Station' },
    proposed: true,
  },
  readers: 'public',
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: { none: { zh: '未设立', en: 'none' }, open: { zh: '开放', en: 'open' }, closed: { zh: '已关闭', en: 'closed' } },
    },
    opened: { zh: '设立', en: 'Opened' },
  },
  actions: {
    open: {
      label: { zh: '开设驿站', en: 'Open' },
      payload: OpenStation,
      compensation: { action: 'close', data: (_data, reason) => ({ reason }) },
      facts: ['StationOpened'],
      who,
      clause: '16',
      refusals: ['station.known', 'unit.unknown'],
    },
    close: {
      label: { zh: '关闭驿站', en: 'Close' },
      payload: CloseStation,
      facts: ['StationClosed'],
      who,
      clause: '16',
      refusals: ['station.unknown'],
    },
  },
  corrections: {
    close: { by: ['open'], says: { zh: '请用新编号重新开设', en: 'Open it again under a new id' } },
  },
  facts: {
    StationOpened: {
      label: { zh: '驿站已开设', en: 'Station opened' },
      data: OpenStation,
      subjects: station,
      says: { zh: '「{name}」在 {address} 开设（{unit}）', en: '“{name}” opened at {address} ({unit})' },
      tells: { zh: '「{name}」在{address}开设', en: '“{name}” opened at {address}' },
    },
    StationClosed: {
      label: { zh: '驿站已关闭', en: 'Station closed' },
      data: CloseStation,
      subjects: station,
      says: { zh: '关闭：{reason}', en: 'Closed: {reason}' },
      tells: { zh: '驿站关闭', en: 'Station closed' },
    },
  },
  refusals: {
    'station.unknown': { zh: '没有这个驿站', en: 'There is no such station', status: 404, next: { zh: '请核对编号', en: 'Check the id' } },
    'station.known': {
      zh: '驿站编号已用于另一驿站，或该驿站已关闭',
      en: 'This id belongs to another station, or the station is closed',
      next: { zh: '请换一个编号', en: 'Take another id' },
    },
    ...unitRefusals,
  },
});
