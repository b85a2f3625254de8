import type { Route } from '../frame/route.ts';
import { costsPage } from './costs-page.ts';
import { allFiles, filePage, saveFile, saveFiles, schema, WRITES } from './file-page.ts';
import { mendFinding, proveTyped } from './live-proof.ts';
import { mapPage, mapPicture } from './map-page.ts';
import { SEES_FLOWS } from '../frame/who.ts';

const EDITS = ['admin', 'editor', 'translator'] as const;

/** The proof of a flow, its map, its files, and what it costs. */
export const proofRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/map', may: SEES_FLOWS, answer: mapPage },
  { method: 'GET', path: '/flows/:flow/map.svg', may: SEES_FLOWS, answer: mapPicture },
  { method: 'GET', path: '/flows/:flow/file', may: SEES_FLOWS, answer: filePage },
  { method: 'POST', path: '/flows/:flow/file', may: WRITES, answer: saveFile },
  { method: 'GET', path: '/flows/:flow/files', may: SEES_FLOWS, answer: allFiles },
  { method: 'POST', path: '/flows/:flow/files', may: WRITES, answer: saveFiles },
  { method: 'GET', path: '/flows/:flow/costs', may: SEES_FLOWS, answer: costsPage },
  { method: 'POST', path: '/flows/:flow/proof', may: SEES_FLOWS, answer: proveTyped },
  { method: 'POST', path: '/flows/:flow/mend', may: EDITS, answer: mendFinding },
  { method: 'GET', path: '/schema/:name', may: SEES_FLOWS, answer: schema },
];
