import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { json } from 'express';
import Router from 'express-promise-router';
import type { Activity } from './activity/Activity';
import type { AuthorizedDelivery } from './AuthorizedDelivery';
import type { DeliveryActions } from './DeliveryActions';
import type { Fleet } from './fleet/Fleet';
import {
  applicationRefOf,
  entityRefOf,
  parseActivity,
  parseFleet,
  parseRefresh,
  parseSync,
} from './requests';

export function createDeliveryRouter({
  actions,
  activity,
  delivery,
  fleet,
  httpAuth,
}: {
  actions: DeliveryActions;
  activity: Activity;
  delivery: AuthorizedDelivery;
  fleet: Fleet;
  httpAuth: HttpAuthService;
}) {
  const router = Router();
  // Per route: other capabilities share the path and take larger bodies.
  const body = json({ limit: '16kb' });

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

  router.get('/v1/applications', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await fleet.page(parseFleet(req.query), credentials));
  });

  router.post(
    '/v1/applications/:cluster/:namespace/:name/sync',
    body,
    async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      const ref = applicationRefOf(req.params);
      const request = parseSync(req.body);
      res.status(202).json(await actions.sync(ref, request, credentials));
    },
  );

  router.post(
    '/v1/applications/:cluster/:namespace/:name/refresh',
    body,
    async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      const ref = applicationRefOf(req.params);
      const request = parseRefresh(req.body);
      res.status(202).json(await actions.refresh(ref, request, credentials));
    },
  );

  return router;
}
