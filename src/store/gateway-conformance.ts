import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Control } from "./control.ts";
import type { Opened } from "./conformance.ts";
import type { AuditEntry } from "./audit.ts";
import type { StoredAttachment, StoredKey } from "./gateway-control.ts";

const KEY: StoredKey = {
  id: "key_1",
  name: "checkout service",
  hash: "ab".repeat(32),
  prefix: "us_c_Ab3",
  role: "client",
  project: "shop",
  endpoint: "support",
  budget_usd_per_day: 12.5,
  expires_at: null,
  revoked_at: null,
  created_at: 7.5,
};

/** What every implementation of `GatewayControl` must do. */
export function describeGatewayControl(name: string, open: () => Opened<Control>): void {
  describe(`${name}: gateway control`, () => {
    let opened: Opened<Control>;
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened.dispose());

    test("keeps projects, and the last word on each", () => {
      const { store } = opened;
      const project = { name: "shop", created_at: 1, retention_days: 7, redact: [{ kind: "pii", kinds: ["email"] }] };
      store.putProject({ ...project, retention_days: null, redact: [] });
      store.putProject({ name: "lab", created_at: 2, retention_days: null, redact: [] });
      store.putProject(project);
      const lab = { name: "lab", created_at: 2, retention_days: null, redact: [] };
      expect(opened.reopen().projects()).toEqual([lab, project]);
    });

    test("keeps keys, and revokes one once", () => {
      const { store } = opened;
      store.putKey(KEY);
      store.putKey({
        ...KEY,
        id: "key_2",
        hash: "cd".repeat(32),
        endpoint: null,
        budget_usd_per_day: null,
        created_at: 8,
      });
      expect(store.revokeKey("key_2", 99)).toBe(true);
      expect(store.revokeKey("key_2", 100)).toBe(false);
      expect(store.revokeKey("key_3", 100)).toBe(false);
      const [first, second] = opened.reopen().keys();
      expect(first).toEqual(KEY);
      expect(second).toMatchObject({ id: "key_2", endpoint: null, budget_usd_per_day: null, revoked_at: 99 });
    });

    test("numbers the versions of an endpoint, each project on its own", () => {
      const { store } = opened;
      const definition = { system_prompt: "Be brief. käse", rate_limit: { requests: 5, per_seconds: 60 } };
      const given = { project: "shop", name: "support", definition: {}, created_at: 1, note: null };
      const first = store.addEndpoint(given);
      const second = store.addEndpoint({ ...given, definition, created_at: 2, note: "shorter" });
      const other = store.addEndpoint({ ...given, project: "lab" });
      expect([first.version, second.version, other.version]).toEqual([1, 2, 1]);
      const again = opened.reopen();
      expect(again.endpoint("shop", "support")).toEqual(second);
      expect(again.endpoint("shop", "support", 1)).toEqual(first);
      expect(again.endpoint("shop", "support", 3)).toBeNull();
      expect(again.endpoint("shop", "nothing")).toBeNull();
      expect(again.endpoints()).toEqual([other, second]);
    });

    test("knows what is attached to each scope now, and what was before", () => {
      const { store } = opened;
      const attach = (given: Partial<StoredAttachment>): StoredAttachment => {
        const one = {
          scope: "project",
          scope_id: "shop",
          config: "main",
          version: 1,
          attached_at: 1,
          actor: "cli",
          ...given,
        } as const;
        store.attach(one);
        return one;
      };
      const first = attach({});
      const second = attach({ version: 2, attached_at: 1 });
      const endpoint = attach({ scope: "endpoint", scope_id: "shop/support", config: "other" });
      const none = attach({ scope: "endpoint", scope_id: "shop/support", config: null, version: null, attached_at: 3 });
      const again = opened.reopen();
      expect(again.attachments()).toEqual([none, second]);
      expect(again.attachmentHistory("project", "shop")).toEqual([second, first]);
      expect(again.attachmentHistory("endpoint", "shop/support")).toEqual([none, endpoint]);
      expect(again.attachmentHistory("endpoint", "lab/support")).toEqual([]);
    });

    test("lists the audit log newest first, by action, kind, actor, time, text and id, a page at a time", () => {
      const { store } = opened;
      const entry = (id: string, at: number, action: string, actor = "ann"): AuditEntry => {
        const one = { id, at, actor, action, details: { of: { name: `Straße ${id}` }, n: 17 } };
        store.audit(one);
        return one;
      };
      const [a, b, c] = [
        entry("a", 1, "key.create"),
        entry("b", 2, "gateway.replay"),
        entry("c", 2, "key.create", "bob"),
      ];
      const again = opened.reopen();
      expect(again.auditEntries({}, 10)).toEqual([c, b, a]);
      expect(again.auditEntries({}, 1)).toEqual([c]);
      expect(again.auditEntries({ action: "key.create" }, 10)).toEqual([c, a]);
      expect(again.auditEntries({ before: 2 }, 10)).toEqual([a]);
      expect(again.auditEntries({ from: 2 }, 10)).toEqual([c, b]);
      expect(again.auditEntries({ actor: "ann", kind: "key", from: 1, before: 2 }, 10)).toEqual([a]);
      expect(again.auditEntries({ kind: "gate" }, 10)).toEqual([]);
      expect(again.auditEntries({ kind: "gateway" }, 10)).toEqual([b]);
      expect(again.auditEntries({ text: "STRAßE B" }, 10)).toEqual([b]);
      expect(again.auditEntries({ text: "17" }, 10)).toEqual([c, b, a]);
      expect(again.auditEntries({ text: "name" }, 10)).toEqual([]);
      expect(again.auditEntries({ id: "b" }, 10)).toEqual([b]);
      expect(again.auditEntries({ after: "c" }, 1)).toEqual([b]);
      expect(again.auditEntries({ after: "b" }, 9)).toEqual([a]);
      expect(again.auditEntries({ after: "z" }, 9)).toEqual([]);
      expect(again.auditNames()).toEqual({ actions: ["gateway.replay", "key.create"], actors: ["ann", "bob"] });
    });

    test("counts requests of sessions, and what keys spend a day", () => {
      const { store } = opened;
      const session = { project: "shop", endpoint: "support", session: "s1", first_at: 5, last_at: 9, requests: 2 };
      store.touchSessions([session, { ...session, session: "s2", last_at: 6 }]);
      store.touchSessions([{ ...session, first_at: 3, last_at: 12, requests: 1 }]);
      const again = opened.reopen();
      expect(again.sessions("shop", "support", 1)).toEqual([{ ...session, first_at: 3, last_at: 12, requests: 3 }]);
      again.addSpend([
        { key: "k", day: "2026-01-02", usd: 0.25 },
        { key: "k", day: "2026-01-02", usd: 0.5 },
        { key: "k", day: "2026-01-03", usd: 4 },
      ]);
      const last = opened.reopen();
      expect(last.spent("k", "2026-01-02")).toBe(0.75);
      expect(last.spent("other", "2026-01-02")).toBe(0);
    });

    test("grows a revision with all that serving depends on, and with nothing else", () => {
      const { store } = opened;
      let before = store.revision();
      const grew = (work: () => void): boolean => {
        work();
        const after = store.revision();
        const more = after > before;
        before = after;
        return more;
      };
      expect(grew(() => store.putKey(KEY))).toBe(true);
      expect(grew(() => store.revokeKey("key_1", 2))).toBe(true);
      expect(grew(() => store.putProject({ name: "p", created_at: 1, retention_days: 7, redact: [] }))).toBe(true);
      expect(grew(() => store.addConfig({ name: "c", policy: {}, created_at: 1 }))).toBe(true);
      const endpoint = { project: "p", name: "e", definition: {}, created_at: 1, note: null };
      expect(grew(() => store.addEndpoint(endpoint))).toBe(true);
      const attachment = {
        scope: "project",
        scope_id: "p",
        config: "c",
        version: 1,
        attached_at: 1,
        actor: "cli",
      } as const;
      expect(grew(() => store.attach(attachment))).toBe(true);
      expect(grew(() => store.addSpend([{ key: "k", day: "d", usd: 1 }]))).toBe(false);
      expect(grew(() => store.audit({ id: "x", at: 1, actor: "a", action: "b", details: {} }))).toBe(false);
      expect(opened.reopen().revision()).toBe(before);
    });
  });
}
