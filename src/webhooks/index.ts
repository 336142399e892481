export { openDisable, type Disable } from './disable.ts';
export { endpointsOf, openHearing, type Hearing } from './hearing/hear.ts';
export { openShownRows } from './hearing/shown-rows.ts';
export { deliverDue } from './sending/deliver-due.ts';
