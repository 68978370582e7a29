// Shorter names for the types of the wire that this screen reads.

import type { About, ChangeJson, DiffItemJson, FindingJson, Frame, SceneJson, SeamKind, SideJson, ResultJson } from '../../wire';

export type { About, Frame, SeamKind };
export type Finding = FindingJson;
export type Scene = SceneJson;
export type Change = ChangeJson;
export type Item = DiffItemJson;
export type Side = SideJson;
export type Names = Record<string, Record<string, string>>;
export type FindingsJSON = ResultJson;
