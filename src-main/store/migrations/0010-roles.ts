import type { Migration } from '../migrate.ts';

/**
 * Roles of the plant's own, each resting on another one, and the part of the plant that an account's rights are good for.
 * The built-in roles stand here as names alone, so that one look tells whether a role exists: what they may do is the
 * console's own table. Until now the column itself named the four roles; it is replaced by one that takes any.
 */
export const roles: Migration = {
  number: 10,
  name: 'roles',
  statements: [
    `CREATE TABLE roles (
      id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
      name TEXT NOT NULL CHECK (length(name) > 0),
      canonical_name TEXT NOT NULL UNIQUE CHECK (length(canonical_name) > 0),
      inherits TEXT REFERENCES roles (id) CHECK (inherits <> id)
    ) STRICT, WITHOUT ROWID`,
    `INSERT INTO roles VALUES
      ('administrator', 'Administrator', 'administrator', NULL),
      ('supervisor', 'Supervisor', 'supervisor', NULL),
      ('operator', 'Operator', 'operator', NULL),
      ('viewer', 'Viewer', 'viewer', NULL)`,
    `CREATE INDEX roles_by_inherits ON roles (inherits)`,
    `CREATE TABLE role_changes (
      role_id TEXT NOT NULL REFERENCES roles (id),
      resource TEXT NOT NULL CHECK (length(resource) > 0),
      action TEXT NOT NULL CHECK (length(action) > 0),
      granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
      reason TEXT NOT NULL CHECK (length(reason) >= 10),
      PRIMARY KEY (role_id, resource, action)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TRIGGER no_more_built_in_roles BEFORE INSERT ON roles WHEN NEW.inherits IS NULL
      BEGIN SELECT RAISE(ABORT, 'a role rests on another one'); END`,
    `CREATE TRIGGER built_in_roles_never_change BEFORE UPDATE ON roles WHEN OLD.inherits IS NULL OR NEW.inherits IS NULL
      BEGIN SELECT RAISE(ABORT, 'built-in roles never change'); END`,
    `CREATE TRIGGER roles_keep_their_ids BEFORE UPDATE OF id ON roles
      BEGIN SELECT RAISE(ABORT, 'roles keep their ids'); END`,
    `CREATE TRIGGER built_in_roles_never_go BEFORE DELETE ON roles WHEN OLD.inherits IS NULL
      BEGIN SELECT RAISE(ABORT, 'built-in roles are never deleted'); END`,
    `CREATE TRIGGER built_in_roles_are_not_described BEFORE INSERT ON role_changes
      WHEN (SELECT inherits FROM roles WHERE id = NEW.role_id) IS NULL
      BEGIN SELECT RAISE(ABORT, 'built-in roles never change'); END`,
    // nobody has this role: an account without one is refused below
    `ALTER TABLE users ADD COLUMN any_role TEXT NOT NULL DEFAULT 'none' CHECK (length(any_role) > 0)`,
    `UPDATE users SET any_role = role`,
    `DROP INDEX users_by_role`,
    `ALTER TABLE users DROP COLUMN role`,
    `ALTER TABLE users RENAME COLUMN any_role TO role`,
    `CREATE INDEX users_by_role ON users (role, canonical_name)`,
    `ALTER TABLE users ADD COLUMN scope TEXT CHECK (
      scope IS NULL OR (
        json_valid(scope) AND json_type(scope, '$.robots') IS 'array' AND json_type(scope, '$.groups') IS 'array'
      )
    )`,
    `CREATE TRIGGER users_have_a_role BEFORE INSERT ON users
      WHEN NOT EXISTS (SELECT 1 FROM roles WHERE id = NEW.role)
      BEGIN SELECT RAISE(ABORT, 'there is no such role'); END`,
    `CREATE TRIGGER users_keep_a_role BEFORE UPDATE OF role ON users
      WHEN NOT EXISTS (SELECT 1 FROM roles WHERE id = NEW.role)
      BEGIN SELECT RAISE(ABORT, 'there is no such role'); END`,
    `CREATE TRIGGER roles_in_use_stay BEFORE DELETE ON roles
      WHEN EXISTS (SELECT 1 FROM users WHERE role = OLD.id)
      BEGIN SELECT RAISE(ABORT, 'the role is in use'); END`,
  ],
};
