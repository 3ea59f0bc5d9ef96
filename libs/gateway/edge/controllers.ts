import { Controller, Delete, Get, Post, Put, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteSpec } from './route';

export type RouteRunner = (route: RouteSpec, request: FastifyRequest, reply: FastifyReply) => Promise<void>;

const METHODS = { GET: Get, POST: Post, PUT: Put, DELETE: Delete } as const;

/** A Nest controller with one method per route of a list: the list is the only declaration of a route. */
export function controllerOf(name: string, routes: readonly RouteSpec[], run: RouteRunner): Type {
  class Routes {}
  Object.defineProperty(Routes, 'name', { value: name });
  const prototype = Routes.prototype as Record<string, unknown>;
  routes.forEach((route, index) => {
    const key = `route${index}`;
    const method = (request: FastifyRequest, reply: FastifyReply): Promise<void> => run(route, request, reply);
    Object.defineProperty(prototype, key, { value: method, writable: true, configurable: true, enumerable: false });
    METHODS[route.method](route.path)(prototype, key, { value: method });
    Req()(prototype, key, 0);
    Res()(prototype, key, 1);
  });
  Controller()(Routes);
  return Routes;
}
