/* The layout algebra of CuTe in the browser: what src/sphinx_folio/layout_algebra/ says and does.

   A tuple is a number or an array of tuples; null is "_". A layout is {shape, stride}; behind a
   swizzle it has {swizzle, start} too: c leads to swizzle(start + layout(c)). What is wrong is thrown
   as a Fault: `text` is a message whose {places} `values` fills, so that a page can translate it. */
"use strict";

var folioLayouts = (() => {
  const MAX_DEPTH = 16, MAX_DIGITS = 18, MAX_LENGTH = 1000, MAX_MODES = 64, MAX_OFFSET = 2 ** 31 - 1;

  class Fault extends Error {
    constructor(text, values = {}, position = null) {
      super(text);
      Object.assign(this, { text, values, position });
    }
  }

  const fail = (text, values) => {
    throw new Fault(text, values);
  };

  /* --- tuples ----------------------------------------------------------------------------------- */

  const isNumber = (value) => typeof value === "number";
  const isTuple = Array.isArray;
  const isLayout = (value) => Boolean(value?.shape);
  const isSwizzle = (value) => value?.bits !== undefined;
  const leaves = (value) => (isNumber(value) ? [value] : value.flatMap(leaves));
  const product = (value) => leaves(value).reduce((a, b) => a * b, 1);
  const ceil = (a, b) => Math.ceil(a / b);
  const zip = (f, a, b, c) => a.map((item, i) => f(item, b[i], c?.[i]));
  const toText = (value) => (value === null ? "_" : isTuple(value) ? `(${value.map(toText)})` : `${value}`);
  const congruent = (a, b) =>
    isNumber(a) || isNumber(b) ? isNumber(a) && isNumber(b) : a.length === b.length && zip(congruent, a, b).every(Boolean);

  /* The running products of the extents from the left; an extent of 1 has stride 0. */
  const compact = (shape) => {
    let current = 1;
    const walk = (part) => (isTuple(part) ? part.map(walk) : part === 1 ? 0 : (current *= part) / part);
    return walk(shape);
  };

  /* The coordinate congruent to the shape; a number counts with the leftmost mode fastest. */
  const natural = (coordinate, shape) => {
    if (coordinate === null) return null;
    if (isTuple(coordinate)) {
      if (isTuple(shape) && shape.length === coordinate.length) return zip(natural, coordinate, shape);
      fail("coordinate {coordinate} does not fit the shape {shape}", { coordinate, shape });
    }
    const size = product(shape);
    if (coordinate < size && isNumber(shape)) return coordinate;
    if (isNumber(shape)) fail("coordinate {coordinate} is outside an extent of {size}", { coordinate, size });
    if (coordinate >= size) fail("coordinate {coordinate} is outside {shape}, size {size}", { coordinate, shape, size });
    return shape.map((part) => {
      const extent = product(part), here = coordinate % extent;
      coordinate = Math.floor(coordinate / extent);
      return natural(here, part);
    });
  };

  const inner = (at, stride) =>
    at === null ? 0 : isTuple(at) ? zip(inner, at, stride).reduce((a, b) => a + b, 0) : at * stride;

  /* --- layouts and swizzles ---------------------------------------------------------------------- */

  const layout = (shape, stride = compact(shape)) => {
    if (!congruent(shape, stride)) fail("shape {shape} and stride {stride} are not nested alike", { shape, stride });
    if (leaves(shape).includes(0)) fail("an extent of {shape} is below 1", { shape });
    return { shape, stride };
  };

  const apply = ({ bits, base, shift }, offset) => {
    const from = offset & (((1 << bits) - 1) << (base + Math.max(0, shift)));
    return offset ^ (shift >= 0 ? from >> shift : from << -shift);
  };

  const swizzle = (bits, base, shift) => {
    if (Math.abs(shift) < bits) fail("the shift of a swizzle is at least its {bits} bits", { bits });
    if (bits + base + Math.abs(shift) > 31) fail("a swizzle has at most the 31 bits of an offset");
    return { bits, base, shift };
  };

  const show = (a) =>
    isSwizzle(a)
      ? `Sw<${a.bits},${a.base},${a.shift}>`
      : `${a.swizzle ? `${show(a.swizzle)} o ${a.start} o ` : ""}${toText(a.shape)}:${toText(a.stride)}`;

  const plain = ({ shape, stride }) => ({ shape, stride });
  const swizzled = (by, start, a) => (by.bits || start ? { ...a, swizzle: by, start } : a);
  const within = (a, operation) => ({ ...a, ...operation(plain(a)) });
  const through = (a, offset) => (a.swizzle ? apply(a.swizzle, a.start + offset) : offset);

  const size = (a) => product(a.shape);
  const modesOf = (a) => zip((s, d) => [s, d], leaves(a.shape), leaves(a.stride));
  const cosize = (a) => modesOf(a).reduce((sum, [s, d]) => sum + (s - 1) * d, 1);
  const rank = (a) => (isNumber(a.shape) ? 1 : a.shape.length);
  const mode = (a, i) => (isNumber(a.shape) ? a : { ...a, shape: a.shape[i], stride: a.stride[i] });
  const offset = (a, coordinate) => through(a, inner(natural(coordinate, a.shape), a.stride));
  const offsets = (a) =>
    modesOf(a)
      .reduce((all, [s, d]) => Array.from({ length: s }, (_, i) => all.map((v) => v + i * d)).flat(), [0])
      .map((value) => through(a, value));

  /* The layout of what "_" keeps, and where it starts; behind a swizzle the start stays inside. */
  const slice = (a, coordinate) => {
    const start = inner(natural(coordinate, a.shape), a.stride);
    const kept = [];
    const walk = (part, shape, stride) => {
      if (part === null) kept.push({ shape, stride });
      else if (isTuple(part)) zip(walk, part, shape, stride);
    };
    walk(coordinate, a.shape, a.stride);
    if (!kept.length) fail("the coordinate {coordinate} keeps no mode: write '_'", { coordinate });
    const found = coordinate === null ? plain(a) : fromLayouts(kept);
    return a.swizzle ? [{ ...found, swizzle: a.swizzle, start: a.start + start }, 0] : [found, start];
  };

  const fromLayouts = (parts) => ({ shape: parts.map((p) => p.shape), stride: parts.map((p) => p.stride) });
  const fromModes = (modes) =>
    modes.length > 1 ? layout(modes.map(([s]) => s), modes.map(([, d]) => d)) : layout(...(modes[0] ?? [1, 0]));

  const allModes = (a) => Array.from({ length: rank(a) }, (_, i) => mode(a, i));
  const modesFor = (a, parts) => {
    if (parts > rank(a)) fail("{parts} parts are too many for the {rank} modes of {layout}", { parts, rank: rank(a), layout: show(a) });
    return allModes(a);
  };
  /* Applies a function to the first modes, each with its part of a tuple, and keeps the others. */
  const byMode = (a, tuple, f) => {
    const modes = modesFor(a, tuple.length);
    return fromLayouts([...zip((part, one) => f(one, part), tuple, modes), ...modes.slice(tuple.length)]);
  };

  /* --- coalesce, composition, complement ----------------------------------------------------------- */

  const merged = (modes) => {
    const result = [];
    for (const [s, d] of modes) {
      const last = result.at(-1);
      if (last && last[0] * last[1] === d) last[0] *= s;
      else result.push([s, d]);
    }
    return result;
  };

  const coalesce = (a, profile = 1) =>
    within(a, (b) => isTuple(profile) ? byMode(b, profile, coalesce) : fromModes(merged(modesOf(b).filter(([s]) => s !== 1))));

  const composeMode = (modes, extent, stride) => {
    if (stride === 0) return layout(extent, 0);
    const result = [];
    const refuse = (by) => fail("composition: {extent}:{stride} does not divide the mode of {by}", { extent, stride, by });
    let rest = extent, step = stride;
    for (const [s, d] of modes.slice(0, -1)) {
      if (step % s && step > s) refuse(s);
      const here = ceil(s, step);
      if (here > 1 && rest > 1) {
        const taken = Math.min(here, rest);
        if (rest % taken || (rest > taken && s % step)) refuse(s);
        result.push([taken, step * d]);
        rest /= taken;
      }
      step = ceil(step, s);
    }
    if (rest > 1 || !result.length) result.push([rest, step * modes.at(-1)[1]]);
    return fromModes(result);
  };

  const compose = (a, b) => {
    if (b === null) return a;
    if (isNumber(b)) return compose(a, layout(b, 1));
    if (isTuple(b)) return fromLayouts(zip((part, one) => compose(one, part), b, modesFor(a, b.length)));
    /* The last mode is open: it stays even when its extent is 1. */
    const modes = modesOf(a), open = merged([...modes.slice(0, -1).filter(([s]) => s !== 1), modes.at(-1)]);
    const walk = (shape, stride) => (isNumber(shape) ? composeMode(open, shape, stride) : fromLayouts(zip(walk, shape, stride)));
    return walk(b.shape, b.stride);
  };

  /* Pulls a swizzle through a layout to its left, where its bits stay bits. */
  const before = (a, { bits, base, shift }) => {
    const modes = modesOf(a);
    const [from, to] = [Math.max(0, shift), -Math.min(0, shift)].map((by) => {
      let at = ((1 << bits) - 1) << (base + by), total = 0;
      for (const [s, d] of modes.slice(0, -1)) {
        total += (at % s) * d;
        at = Math.floor(at / s);
      }
      return total + at * modes.at(-1)[1];
    });
    if (!from && !to) return a;
    const low = (mask) => 31 - Math.clz32(mask & -mask), count = from.toString(2).replaceAll("0", "").length;
    if (from && to && Math.max(from, to) <= MAX_OFFSET && count <= Math.abs(low(from) - low(to))) {
      const mask = (2 ** count - 1);
      if (from === mask * 2 ** low(from) && to === mask * 2 ** low(to)) {
        return swizzled(swizzle(count, Math.min(low(from), low(to)), low(from) - low(to)), 0, a);
      }
    }
    return fail("no swizzle changes the bits of {to} by those of {from}", { from, to });
  };

  const composition = (a, b) => {
    const refuse = () => fail("composition: {a} cannot be composed with {b}", { a: show(a), b: isLayout(b) || isSwizzle(b) ? show(b) : toText(b) });
    if (isSwizzle(b)) return isLayout(a) && !a.swizzle ? before(a, b) : refuse();
    if (isSwizzle(a)) return isLayout(b) && !b.swizzle ? swizzled(a, 0, b) : refuse();
    if (b?.swizzle) return a.swizzle || b.start ? refuse() : composition(before(a, b.swizzle), plain(b));
    return within(a, (one) => compose(one, b));
  };

  const quotient = (shape, by) =>
    isNumber(shape)
      ? ceil(shape, by)
      : shape.map((part) => {
          const result = quotient(part, by);
          by = ceil(by, product(part));
          return result;
        });

  const complement = (a, target) => {
    const found = coalesce(fromModes(modesOf(a).map(([s, d]) => [d === 0 ? 1 : s, d])));
    const modes = [];
    let covered = 1;
    for (const [s, d] of modesOf(found).sort((one, other) => one[1] - other[1])) {
      if (d === 0) continue;
      if (d < covered) fail("complement: {layout} is not injective", { layout: show(plain(a)) });
      modes.push([Math.floor(d / covered), covered]);
      covered = d * s;
    }
    modes.push([product(quotient(target ?? cosize(a.swizzle ? a : found), covered)), covered]);
    return coalesce(fromModes(modes));
  };

  /* --- division, product, inverses ------------------------------------------------------------------ */

  const tiling = (operation) => {
    const walk = (a, tiler) => {
      if (tiler === null) return a;
      return isTuple(tiler) ? byMode(a, tiler, walk) : operation(a, isNumber(tiler) ? layout(tiler, 1) : tiler);
    };
    const unzip = (value, guide) => {
      if (!isTuple(value) || (!isTuple(guide) && value.length !== 2)) fail("only what is a tile and a rest can be zipped");
      if (!isTuple(guide)) return value;
      const pairs = zip((part, one) => unzip(one, part), guide, value);
      return [pairs.map(([tile]) => tile), [...pairs.map(([, rest]) => rest), ...value.slice(guide.length)]];
    };
    const spread = (a) => (rank(a) > 1 ? allModes(a) : [a]);
    const zipped = (a, tiler) => {
      const b = walk(a, tiler);
      return layout(unzip(b.shape, tiler), unzip(b.stride, tiler));
    };
    const forms = {
      logical: walk,
      zipped,
      tiled: (a, tiler) => { const b = zipped(a, tiler); return fromLayouts([mode(b, 0), ...spread(mode(b, 1))]); },
      flat: (a, tiler) => { const b = zipped(a, tiler); return fromLayouts([...spread(mode(b, 0)), ...spread(mode(b, 1))]); },
    };
    return (form) => (a, tiler) => within(a, (b) => forms[form](b, tiler));
  };

  const divide = tiling((a, tiler) => compose(a, fromLayouts([tiler, complement(tiler, coalesce(a).shape)])));
  const repeat = (a, tiler) => fromLayouts([a, compose(complement(a, size(a) * cosize(tiler)), tiler)]);
  const multiply = tiling(repeat);

  const ranked = (swap) => (a, tiler) =>
    within(a, (block) => {
      const most = Math.max(rank(block), rank(tiler));
      const padded = (b) => rank(b) === most ? b : fromLayouts([...allModes(b), ...Array(most - rank(b)).fill(layout(1, 0))]);
      const result = repeat(padded(block), padded(tiler));
      const [one, other] = swap ? [mode(result, 1), mode(result, 0)] : [mode(result, 0), mode(result, 1)];
      const both = (x, y) => {
        if (isNumber(x)) return [[x, y]];
        if (isNumber(y) || x.length !== y.length) fail("the block and the tiler do not have the same modes");
        return zip((s, t) => [s, t], x, y);
      };
      return layout(both(one.shape, other.shape), both(one.stride, other.stride));
    });

  /* [stride, extent, place among the coordinates] of each mode, by stride. */
  const byStride = (a) => {
    let place = 1;
    const modes = modesOf(coalesce(a)).map(([s, d]) => [d, s, (place *= s) / s]);
    /* CuTe's exchange sort: it matters which of equal strides is first. */
    for (let i = 0; i < modes.length; i++) {
      for (let j = i + 1; j < modes.length; j++) {
        if (modes[j][0] < modes[i][0]) [modes[i], modes[j]] = [modes[j], modes[i]];
      }
    }
    return modes;
  };

  const inverse = (invert) => (a) => {
    if (!a.swizzle) return invert(a);
    if (a.start) fail("{layout} has no inverse: its offset is not 0", { layout: show(a) });
    return composition(invert(plain(a)), a.swizzle);
  };

  const rightInverse = inverse((a) => {
    const result = [];
    let reached = 1;
    for (const [stride, extent, place] of byStride(a)) {
      if (stride !== reached) continue;
      result.push([extent, place]);
      reached = extent * stride;
    }
    return coalesce(fromModes(result));
  });

  const leftInverse = inverse((a) => {
    const modes = byStride(a), extents = [], strides = [0];
    let reached = 1;
    for (const [stride, , place] of modes) {
      if (!stride) continue;
      if (stride % reached) fail("left_inverse: the strides of {layout} do not divide each other", { layout: show(a) });
      extents.push(stride / reached);
      strides.push(place);
      reached = stride;
    }
    return coalesce(fromModes(zip((s, d) => [s, d], [...extents, modes.at(-1)[1]], strides)));
  });

  /* --- expressions: the grammar is that of layout_algebra/expressions.py ----------------------------- */

  const FORMS = ["logical", "zipped", "tiled", "flat"];
  /* What is called, the kinds of its arguments, and how many of them may be left out. */
  const FUNCTIONS = {
    coalesce: [coalesce, ["function", "shape"], 1],
    complement: [complement, ["function", "shape"], 1],
    composition: [composition, ["operand", "composable"], 0],
    ...Object.fromEntries(FORMS.map((form) => [`${form}_divide`, [divide(form), ["function", "tiler"], 0]])),
    ...Object.fromEntries(FORMS.map((form) => [`${form}_product`, [multiply(form), ["function", "tiler"], 0]])),
    blocked_product: [ranked(false), ["function", "layout"], 0],
    raked_product: [ranked(true), ["function", "layout"], 0],
    right_inverse: [rightInverse, ["function"], 0],
    left_inverse: [leftInverse, ["function"], 0],
  };

  const checked = (a) => {
    if (leaves(a.shape).length > MAX_MODES) fail("a layout of an expression has at most {most} modes", { most: MAX_MODES });
    if (Math.max(size(a), cosize(a) + (a.start ?? 0)) > MAX_OFFSET) {
      fail("a layout of an expression has sizes up to {most}", { most: MAX_OFFSET });
    }
    return a;
  };

  const withoutSlices = (value) => {
    if (value === null) fail("'_' without a number has no place in a layout");
    if (isTuple(value)) value.forEach(withoutSlices);
    return value;
  };

  const AS = {
    shape(value) {
      if (isTuple(value)) return value.map(AS.shape);
      return isNumber(value) ? value : fail("a shape is made of integers only");
    },
    function(value) {
      if (isLayout(value)) return value;
      if (isSwizzle(value)) fail("{layout} alone is no layout: write '{layout} o' and a layout", { layout: show(value) });
      return checked(layout(AS.shape(value)));
    },
    layout(value) {
      const found = AS.function(value);
      return found.swizzle ? fail("a layout without a swizzle is needed, not {layout}", { layout: show(found) }) : found;
    },
    tiler(value) {
      if (value?.swizzle || isSwizzle(value)) fail("{layout} cannot be a tiler", { layout: show(value) });
      if (value === 0) fail("a tiler of 0 has no element");
      return isTuple(value) ? value.map(AS.tiler) : value;
    },
    operand: (value) => (isSwizzle(value) ? value : AS.function(value)),
    composable: (value) => (value?.swizzle || isSwizzle(value) ? value : AS.tiler(value)),
  };

  class Reader {
    constructor(text) {
      this.text = [...text];
      this.at = 0;
    }

    fail(expected, at = this.at) {
      throw new Fault("expected {expected}", { expected, found: this.text[at] }, at);
    }

    /* Steps over blanks and the mark, and says whether the mark was there. */
    take(mark) {
      while (/^[^\S\ufeff]|^[\x1c-\x1f\x85]/.test(this.text[this.at] ?? "")) this.at++;
      const found = mark !== "" && this.text[this.at] === mark;
      if (found) this.at++;
      return found;
    }

    symbol(mark, expected = `'${mark}'`) {
      if (!this.take(mark)) this.fail(expected);
    }

    end(expected) {
      this.take("");
      if (this.at < this.text.length) this.fail(expected);
    }

    digits() {
      let found = "";
      while (found.length <= MAX_DIGITS && /^[0-9]$/.test(this.text[this.at] ?? "")) found += this.text[this.at++];
      if (found.length > MAX_DIGITS) this.fail("at most 18 digits");
      return found;
    }

    integer() {
      this.take("_");
      this.take("");
      return Number(this.digits() || this.fail("an integer"));
    }

    /* A word, or this word alone; "" when there is none. */
    name(word) {
      this.take("");
      const found = /^[A-Za-z][A-Za-z_]*/.exec(this.text.slice(this.at).join(""))?.[0] ?? "";
      if (word && found !== word) return "";
      this.at += found.length;
      return found;
    }

    list(item, close, level, tail) {
      if (level === MAX_DEPTH) this.fail("at most 16 levels", this.at - 1);
      const items = [item(level + 1)];
      while (this.take(",")) items.push(item(level + 1));
      this.symbol(close, tail);
      return items;
    }

    value(level = 0) {
      if (this.take("(")) return this.list((next) => this.value(next), ")", level, "',' or ')'");
      const isStatic = this.take("_"), digits = this.digits();
      if (digits) return Number(digits);
      return isStatic ? null : this.fail("an integer or '('");
    }

    expression(level) {
      const terms = [this.term(level)];
      while (this.name("o")) terms.push(this.term(level));
      if (terms.length === 1) return terms[0];
      return terms.slice(0, -1).reduceRight((b, a) => checked(composition(AS.operand(a), b)), AS.operand(terms.at(-1)));
    }

    term(level) {
      this.take("");
      const start = this.at, name = this.name();
      if (name === "Sw" || name === "Swizzle") return this.swizzled(this.swizzle(), level);
      if (name) return this.call(name, start, level);
      let shape;
      try {
        shape = this.value(level);
      } catch (fault) {
        if (fault.position > start) throw fault;
        this.fail("a layout");
      }
      if (!this.take(":")) return shape;
      const stride = this.value(level);
      return checked(layout(withoutSlices(shape), withoutSlices(stride)));
    }

    swizzle() {
      this.symbol("<");
      const bits = this.integer();
      this.symbol(",");
      const base = this.integer();
      let shift = bits;
      if (this.take(",")) shift = this.take("-") ? -this.integer() : this.integer();
      this.symbol(">", "',' or '>'");
      return swizzle(bits, base, shift);
    }

    /* "o offset o layout" after a swizzle, if it is there. */
    swizzled(by, level) {
      const before = this.at;
      let start = -1;
      if (this.name("o")) {
        try {
          start = this.integer();
        } catch {}
        if (start >= 0 && this.name("o")) {
          const inside = this.expression(level);
          if (isSwizzle(inside) || inside?.swizzle) fail("a layout without a swizzle is needed, not {layout}", { layout: show(inside) });
          return checked(swizzled(by, start, AS.layout(inside)));
        }
      }
      this.at = before;
      return by;
    }

    call(name, start, level) {
      if (!Object.hasOwn(FUNCTIONS, name)) this.fail("a function or a layout", start);
      const [call, kinds, optional] = FUNCTIONS[name];
      if (level === MAX_DEPTH) this.fail("at most 16 levels", start);
      this.symbol("(");
      const given = [];
      for (const kind of kinds) {
        given.push(AS[kind](this.tiler(level + 1)));
        if (given.length === kinds.length || !this.take(",")) break;
      }
      if (given.length + optional < kinds.length) this.fail("','");
      this.symbol(")", given.length === kinds.length ? "')'" : "',' or ')'");
      return checked(call(...given));
    }

    tiler(level) {
      if (!this.take("<")) return this.expression(level);
      return this.list((next) => AS.tiler(this.tiler(next)), ">", level, "',' or '>'");
    }
  }

  const evaluate = (text) => {
    const reader = new Reader(text);
    if (reader.text.length > MAX_LENGTH) fail("an expression of a layout has at most {most} characters", { most: MAX_LENGTH });
    const value = reader.expression(0);
    reader.end("'o' or the end");
    return AS.function(value);
  };

  const parseCoordinate = (text) => {
    const reader = new Reader(text), value = reader.value();
    reader.end("the end");
    return value;
  };

  const parseShape = (text) => layout(withoutSlices(parseCoordinate(text))).shape;

  return { Fault, coalesce, cosize, evaluate, mode, natural, offset, offsets, parseCoordinate, parseShape, product, rank, show, size, slice, toText };
})();
