import type { ApproveDeviceRequest, DenyDeviceRequest } from '@coinslot/shared/http/device-grant.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Lets the program in, with these scopes. */
export function approveDevice(body: ApproveDeviceRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/device/approve', body, answer: z.unknown() });
}

export function denyDevice(body: DenyDeviceRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/device/deny', body, answer: z.unknown() });
}
