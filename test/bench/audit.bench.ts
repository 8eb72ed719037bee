/** `npm run bench -- audit [PART...]`: what the audit log costs, against the store without it and against bare hashing; how
 * smoothly it scrolls. */
import { auditing } from './audit/auditing.ts';
import { firstPage } from './audit/first-page.ts';
import { scrolling } from './audit/scrolling.ts';
import { verification } from './audit/verification.ts';
import { fromCommandLine, wantedParts } from '../support/campaign-arguments.ts';
import { exitCode } from './support/figures.ts';

const PARTS = { auditing, verification, firstPage, scrolling };

for (const measure of fromCommandLine((args) => wantedParts(PARTS, args))) await measure();
process.exit(exitCode());
