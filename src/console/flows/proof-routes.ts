import type { Route } from '../frame/route.ts';
import { costsPage } from './costs-page.ts';
import { allFiles, filePage, saveFile, saveFiles, schema, WRITES } from './file-page.ts';
import { mendFinding, proveTyped } from './live-proof.ts';
import { mapPage, mapPicture } from './map-page.ts';

/** Whoever works on flows. */
const SEES = ['admin', 'editor', 'translator', 'reviewer', 'peer_reviewer', 'supervisor'] as const;
const EDITS = ['admin', 'editor', 'translator'] as const;

/** The proof of a flow, its map, its files, and what it costs. */
export const proofRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/map', may: SEES, answer: mapPage },
  { method: 'GET', path: '/flows/:flow/map.svg', may: SEES, answer: mapPicture },
  { method: 'GET', path: '/flows/:flow/file', may: SEES, answer: filePage },
  { method: 'POST', path: '/flows/:flow/file', may: WRITES, answer: saveFile },
  { method: 'GET', path: '/flows/:flow/files', may: SEES, answer: allFiles },
  { method: 'POST', path: '/flows/:flow/files', may: WRITES, answer: saveFiles },
  { method: 'GET', path: '/flows/:flow/costs', may: SEES, answer: costsPage },
  { method: 'POST', path: '/flows/:flow/proof', may: SEES, answer: proveTyped },
  { method: 'POST', path: '/flows/:flow/mend', may: EDITS, answer: mendFinding },
  { method: 'GET', path: '/schema/:name', may: SEES, answer: schema },
];
