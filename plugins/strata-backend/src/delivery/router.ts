import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { json } from 'express';
import Router from 'express-promise-router';
import type { Activity } from './activity/Activity';
import type { AuthorizedDelivery } from './AuthorizedDelivery';
import type { BulkSync } from './BulkSync';
import type { DeliveryActions } from './DeliveryActions';
import type { ApplicationDetails } from './fleet/ApplicationDetails';
import type { Fleet } from './fleet/Fleet';
import type { Locks } from './locks/Locks';
import type { MarkActions } from './marks/MarkActions';
import {
  applicationRefOf,
  entityRefOf,
  parseActivity,
  parseBulkSync,
  parseFleet,
  parseMark,
  parseRefresh,
  parseRollback,
  parseSync,
  parseTerminate,
} from './requests';

export interface DeliveryRouterOptions {
  actions: DeliveryActions;
  activity: Activity;
  bulk: BulkSync;
  delivery: AuthorizedDelivery;
  details: ApplicationDetails;
  fleet: Fleet;
  locks: Locks;
  marks: MarkActions;
  httpAuth: HttpAuthService;
}

const application = '/v1/applications/:cluster/:namespace/:name';

export function createDeliveryRouter(options: DeliveryRouterOptions) {
  const { actions, activity, bulk, delivery, details } = options;
  const { fleet, httpAuth, locks, marks } = options;
  const router = Router();
  // Per route: other capabilities share the path and take larger bodies.
  const body = json({ limit: '64kb' });

  router.get(
    '/v1/entities/:kind/:namespace/:name/delivery',
    async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      res.json(await delivery.entity(entityRefOf(req.params), credentials));
    },
  );

  router.get('/v1/activity', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await activity.page(parseActivity(req.query), credentials));
  });

  router.get('/v1/locks', async (req, res) => {
    // Whoever is signed in: a freeze is to be known.
    await httpAuth.credentials(req, { allow: ['user', 'service'] });
    res.json(locks.list());
  });

  router.post('/v1/marks', body, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.status(201).json(await marks.mark(parseMark(req.body), credentials));
  });

  router.get('/v1/applications', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await fleet.page(parseFleet(req.query), credentials));
  });

  router.post('/v1/applications/sync', body, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await bulk.sync(parseBulkSync(req.body), credentials));
  });

  router.get(application, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await details.get(applicationRefOf(req.params), credentials));
  });

  router.post(`${application}/sync`, body, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const ref = applicationRefOf(req.params);
    const request = parseSync(req.body);
    res.status(202).json(await actions.sync(ref, request, credentials));
  });

  router.post(`${application}/refresh`, body, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const ref = applicationRefOf(req.params);
    const request = parseRefresh(req.body);
    res.status(202).json(await actions.refresh(ref, request, credentials));
  });

  router.post(`${application}/rollback`, body, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const ref = applicationRefOf(req.params);
    const request = parseRollback(req.body);
    res.status(202).json(await actions.rollback(ref, request, credentials));
  });

  router.post(`${application}/terminate`, body, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const ref = applicationRefOf(req.params);
    const request = parseTerminate(req.body);
    res.status(202).json(await actions.terminate(ref, request, credentials));
  });

  return router;
}
