import type { Check } from './Check';
import { annotationReserved } from './annotation-reserved';
import { applicationDuplicate } from './application-duplicate';
import { applicationLabels } from './application-labels';
import { applicationName } from './application-name';
import { backupSchedule } from './backup-schedule';
import { bootstrapMissing } from './bootstrap-missing';
import { dashboardMissing } from './dashboard-missing';
import { definitionApplied } from './definition-applied';
import { definitionMisplaced } from './definition-misplaced';
import { dependencyCycle } from './dependency-cycle';
import { dependencyDangling } from './dependency-dangling';
import { dependencyUpward } from './dependency-upward';
import { environmentDestination } from './environment-destination';
import { environmentGeneratedOnly } from './environment-generated-only';
import { environmentNotGenerated } from './environment-not-generated';
import { environmentUndeclared } from './environment-undeclared';
import { environmentWithoutContent } from './environment-without-content';
import { gateDiffers } from './gate-differs';
import { generatedUnknown } from './generated-unknown';
import { itemNotRead } from './item-not-read';
import { itemUndiscovered } from './item-undiscovered';
import { itemWithoutContent } from './item-without-content';
import { kustomizationFileMissing } from './kustomization-file-missing';
import { nameDirectory } from './name-directory';
import { nameDuplicate } from './name-duplicate';
import { nameLength } from './name-length';
import { ownerMissing } from './owner-missing';
import { ownerUnknown } from './owner-unknown';
import { projectDestination } from './project-destination';
import { projectMissing } from './project-missing';
import { projectNotOwner } from './project-not-owner';
import { projectRepository } from './project-repository';
import { slaPeriod } from './sla-period';
import { slaWithoutMonitoring } from './sla-without-monitoring';
import { sloClassUnknown } from './slo-class-unknown';
import { sloDuplicate } from './slo-duplicate';
import { sloEnvironmentUnknown } from './slo-environment-unknown';
import { sloLooserThanSla } from './slo-looser-than-sla';
import { sloThreshold } from './slo-threshold';
import { sloWindow } from './slo-window';
import { sourcePathMissing } from './source-path-missing';
import { sourcePathRoot } from './source-path-root';
import { symlinkEscapes } from './symlink-escapes';
import { teamCycle } from './team-cycle';
import { teamHookMissing } from './team-hook-missing';
import { teamOwnsNothing } from './team-owns-nothing';
import { teamParentUnknown } from './team-parent-unknown';
import { teamProjectMissing } from './team-project-missing';
import { treeEmpty } from './tree-empty';

/** Every check, in the order it runs and reports. A new one is a file and a line. */
export const checks: readonly Check[] = Object.freeze([
  treeEmpty,
  bootstrapMissing,
  itemNotRead,
  symlinkEscapes,
  definitionMisplaced,
  nameDirectory,
  nameDuplicate,
  nameLength,
  annotationReserved,
  ownerUnknown,
  ownerMissing,
  teamParentUnknown,
  teamCycle,
  teamOwnsNothing,
  teamHookMissing,
  teamProjectMissing,
  dependencyDangling,
  dependencyCycle,
  dependencyUpward,
  itemUndiscovered,
  itemWithoutContent,
  environmentWithoutContent,
  environmentUndeclared,
  environmentNotGenerated,
  environmentGeneratedOnly,
  environmentDestination,
  gateDiffers,
  generatedUnknown,
  applicationDuplicate,
  applicationName,
  applicationLabels,
  sourcePathRoot,
  sourcePathMissing,
  definitionApplied,
  projectMissing,
  projectDestination,
  projectRepository,
  projectNotOwner,
  sloLooserThanSla,
  sloEnvironmentUnknown,
  sloDuplicate,
  sloClassUnknown,
  sloThreshold,
  sloWindow,
  slaWithoutMonitoring,
  slaPeriod,
  backupSchedule,
  dashboardMissing,
  kustomizationFileMissing,
]);
