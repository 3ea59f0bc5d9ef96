import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Inject,
  Injectable,
  Module,
  Param,
  Post,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command, CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from '@fastify/helmet';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { IsString, Matches, MaxLength } from 'class-validator';
import { jwtVerify } from 'jose';
import { wishPosted } from './facts';

/*
 * The yardstick of the command path: a Nest route on Fastify with the same plumbing (request ids, security headers, a signed token whose verdict is kept,
 * validation, CommandBus) that appends the very fact that the command path records, with all its metadata, to the same category: so everything that
 * follows the ledger has the same work from it. What it has not: strict JSON, roles, scope, authority, the decider, the look for a retry, seals, digests,
 * deadlines, bounds, problem+json.
 */
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
const PREFIX = process.env['LEDGER_PREFIX'] ?? '';

@CommandHandler(Append)
class AppendHandler implements ICommandHandler<Append> {
  constructor(@Inject(CLIENT) private readonly client: EventStoreDBClient) {}

  async execute({ id, data }: Append): Promise<{ stream: string; revision: number; position: string }> {
    const stream = `wishes-${id}`;
    const done = await this.client.appendToStream(`${PREFIX}${stream}`, [jsonEvent(wishPosted(id, { ...data }))], {
      expectedRevision: NO_STREAM,
    });
    return { stream, revision: Number(done.nextExpectedRevision), position: String(done.position?.commit ?? 0) };
  }
}

/** As the front door: the signature once, its verdict as long as the token lives. */
@Injectable()
class SignedIn implements CanActivate {
  private readonly known = new Map<string, number>();
  private readonly key = tokenKey();

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { authorization = '' } = context.switchToHttp().getRequest<{ headers: { authorization?: string } }>().headers;
    const until = this.known.get(authorization) ?? (await this.verified(authorization));
    if (until <= Date.now()) throw new UnauthorizedException();
    return true;
  }

  private async verified(authorization: string): Promise<number> {
    const { payload } = await jwtVerify(authorization.slice(7), this.key, { algorithms: ['HS256'] });
    const until = (payload.exp ?? 0) * 1_000;
    this.known.set(authorization, until);
    return until;
  }
}

function tokenKey(): Uint8Array {
  const text = readFileSync(process.env['TOKEN_KEY_FILE'] ?? '', 'utf8').trim();
  return new Uint8Array(/^[A-Za-z0-9_-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.from(text, 'utf8'));
}

@Controller()
@UseGuards(SignedIn)
class PlainController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Post('/api/wishes/:id/post')
  @HttpCode(200)
  post(
    @Param('id') id: string,
    @Headers('idempotency-key') key: string,
    @Body(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true })) body: PostWish,
  ): Promise<object> {
    return this.bus.execute(new Append(id, key, body));
  }
}

async function main(): Promise<void> {
  const client = EventStoreDBClient.connectionString(process.env['EVENTSTORE_URL'] ?? '');
  class PlainModule {}
  Module({
    imports: [CqrsModule.forRoot()],
    controllers: [PlainController],
    providers: [AppendHandler, SignedIn, { provide: CLIENT, useValue: client }],
  })(PlainModule);
  const adapter = new FastifyAdapter({ genReqId: () => randomUUID() });
  const app = await NestFactory.create<NestFastifyApplication>(PlainModule, adapter, { logger: false });
  await app.register(helmet as never);
  await app.listen(Number(process.env['PORT']), '127.0.0.1');
  process.send?.({ ready: true });
  process.on('disconnect', () => process.exit(0));
}

void main();
