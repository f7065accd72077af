import { componentEntity } from '../fixtures/entity';
import { AreaFilter, CoreFilter, LayerFilter } from './filters';

describe('filters of the catalog index', () => {
  it('ask the backend by label', () => {
    expect(new LayerFilter(['services']).getCatalogFilters()).toEqual({
      'metadata.labels.strata.dev/layer': ['services'],
    });
    expect(new AreaFilter(['data']).getCatalogFilters()).toEqual({
      'metadata.labels.strata.dev/area': ['data'],
    });
  });

  it('pass an entity with one of the values', () => {
    expect(
      new LayerFilter(['infra', 'services']).filterEntity(componentEntity),
    ).toBe(true);
    expect(new CoreFilter(['true']).filterEntity(componentEntity)).toBe(false);
    expect(new LayerFilter(['infra']).filterEntity({ metadata: {} })).toBe(
      false,
    );
  });

  it('stand in the address', () => {
    expect(new CoreFilter(['true']).toQueryValue()).toEqual(['true']);
  });
});
