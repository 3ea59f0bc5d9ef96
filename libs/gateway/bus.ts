import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { SUBMISSION_PARTS, SubmissionHandler, type SubmissionParts } from './handler';
import { Submission, type Outcome, type SubmissionRequest } from './submission';

/** The same door without HTTP: genesis, reactor, demo and command line send their submissions here. */
export interface SubmissionDoor {
  submit(request: SubmissionRequest): Promise<Outcome>;
  close(): Promise<void>;
}

export async function openDoor(parts: SubmissionParts): Promise<SubmissionDoor> {
  class Door {}
  Module({ imports: [CqrsModule.forRoot()], providers: [SubmissionHandler, { provide: SUBMISSION_PARTS, useValue: parts }] })(Door);
  const context: INestApplicationContext = await NestFactory.createApplicationContext(Door, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  const bus = context.get(CommandBus);
  return { submit: (request) => bus.execute(new Submission(request)), close: () => context.close() };
}
