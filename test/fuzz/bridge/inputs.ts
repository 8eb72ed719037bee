import type { Draw } from './draw.ts';
import { hostileNumber, hostileString, hostileValue } from './hostile.ts';

/** The part of JSON Schema in which zod tells what an input looks like. */
export interface Shape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly items?: Shape;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Of a record: its keys, and what each holds. */
  readonly propertyNames?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
}

/** By the name of a field, values that mean something to this console: names of people, passwords, ids. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** An input that the schema accepts; most of its strings mean something, so that calls get beyond the first look-up. */
export function wellFormed(shape: Shape, draw: Draw, known: Known, name = ''): unknown {
  if (shape.enum) return draw.one(shape.enum);
  if ('const' in shape) return shape.const;
  if (shape.oneOf) return wellFormed(draw.one(shape.oneOf), draw, known, name);
  if (shape.anyOf) return wellFormed(draw.one(shape.anyOf), draw, known, name);
  switch (shape.type) {
    case 'object':
      if (typeof shape.additionalProperties === 'object') {
        const { additionalProperties: held, propertyNames } = shape;
        const keys = propertyNames?.enum ?? Object.keys(known);
        return Object.fromEntries(keys.map((key) => [key, wellFormed(held, draw, known, String(key))]));
      }
      return Object.fromEntries(
        Object.entries(shape.properties ?? {})
          .filter(([key]) => shape.required?.includes(key) === true || draw.chance(0.4))
          .map(([key, field]) => [key, wellFormed(field, draw, known, key)]),
      );
    case 'string':
      return fitting(draw.chance(0.8) && known[name] ? draw.one(known[name]) : hostileString(draw), shape);
    case 'number':
      return draw.chance(0.5) ? (shape.minimum ?? 0) : hostileNumber(draw);
    case 'integer': {
      const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = shape;
      const wish = draw.chance(0.7) ? draw.below(1000) : hostileNumber(draw);
      return Math.min(maximum, Math.max(minimum, Math.trunc(wish)));
    }
    case 'array': {
      const { items, minItems = 0 } = shape;
      return Array.from({ length: minItems + draw.below(3) }, () => wellFormed(items ?? {}, draw, known, name));
    }
    // anything at all
    case undefined:
      return hostileValue(draw);
    case 'boolean':
      return draw.chance(0.5);
    case 'null':
      return null;
    default:
      throw new Error(`no input is known for ${JSON.stringify(shape)}: teach this file`);
  }
}

function fitting(text: string, { minLength = 0, maxLength = Infinity }: Shape): string {
  return text.slice(0, maxLength).padEnd(minLength, 'x');
}
