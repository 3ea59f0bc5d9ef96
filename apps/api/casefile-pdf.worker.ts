import { parentPort, workerData } from 'node:worker_threads';
import type { CaseFile } from './casefile-content';
import { caseFilePdf } from './casefile-pdf';

// Setting thousands of facts takes seconds of one core: not those of the process that answers residents.
void caseFilePdf(workerData as CaseFile).then((pdf) => parentPort?.postMessage(pdf));
