import 'reflect-metadata';
import { Body, Controller, Headers, HttpCode, Inject, Module, Param, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command, CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { IsString, Matches, MaxLength } from 'class-validator';

/** The yardstick of the command path: the smallest Nest route on Fastify that validates, goes over the CommandBus and appends; no decider, no authority, no retries. */
class PostWish {
  @IsString()
  @MaxLength(300)
  readonly text!: string;
  @Matches(/^\d{6,12}$/)
  readonly unit!: string;
}

class Append extends Command<{ stream: string; revision: number; position: string }> {
  constructor(
    readonly id: string,
    readonly key: string,
    readonly data: PostWish,
  ) {
    super();
  }
}

const CLIENT = Symbol('client');

@CommandHandler(Append)
class AppendHandler implements ICommandHandler<Append> {
  constructor(@Inject(CLIENT) private readonly client: EventStoreDBClient) {}

  async execute({ id, key, data }: Append): Promise<{ stream: string; revision: number; position: string }> {
    const stream = `plain-${id}`;
    const event = jsonEvent({ type: 'WishPosted', data: { ...data }, metadata: { key, at: new Date().toISOString() } });
    const done = await this.client.appendToStream(stream, [event], { expectedRevision: NO_STREAM });
    return { stream, revision: Number(done.nextExpectedRevision), position: String(done.position?.commit ?? 0) };
  }
}

@Controller()
class PlainController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Post('/api/wishes/:id/post')
  @HttpCode(200)
  post(@Param('id') id: string, @Headers('idempotency-key') key: string, @Body(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true })) body: PostWish): Promise<object> {
    return this.bus.execute(new Append(id, key, body));
  }
}

async function main(): Promise<void> {
  const client = EventStoreDBClient.connectionString(process.env['EVENTSTORE_URL'] ?? '');
  class PlainModule {}
  Module({ imports: [CqrsModule.forRoot()], controllers: [PlainController], providers: [AppendHandler, { provide: CLIENT, useValue: client }] })(PlainModule);
  const app = await NestFactory.create<NestFastifyApplication>(PlainModule, new FastifyAdapter(), { logger: false });
  await app.listen(Number(process.env['PORT']), '127.0.0.1');
  process.send?.({ ready: true });
  process.on('disconnect', () => process.exit(0));
}

void main();
