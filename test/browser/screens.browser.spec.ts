import { accessJourneys } from './access.journeys';
import { adminJourneys } from './admin.journeys';
import { auditJourneys } from './audit.journeys';
import { boardJourneys } from './board.journeys';
import { cockpitJourneys } from './cockpit.journeys';
import { evidenceJourneys } from './evidence.journeys';
import { hostileTextJourneys } from './hostile-text.journeys';
import { officeJourneys } from './office.journeys';
import { Scene } from './scene';
import { signInJourneys } from './sign-in.journeys';

jest.setTimeout(120_000);

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.start();
}, 400_000);
afterEach(() => scene?.leave());
afterAll(() => scene?.end(), 60_000);

describe.each([
  ['sign-in', signInJourneys],
  ['access', accessJourneys],
  ['public board', boardJourneys],
  ['cockpit', cockpitJourneys],
  ['evidence', evidenceJourneys],
  ['audit', auditJourneys],
  ['workbench', officeJourneys],
  ['administration', adminJourneys],
  ['hostile text', hostileTextJourneys],
] as const)('%s', (_area, journeys) => {
  it.each(journeys.map((journey) => [journey.name, journey] as const))('%s', async (_name, { go }) => {
    expect.hasAssertions();
    await go(scene);
    expect(scene.amiss.splice(0)).toEqual([]);
  });
});
