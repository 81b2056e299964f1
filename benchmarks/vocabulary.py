"""Words, sentences, formulas, code and tables, drawn from a given source of chance.

The words are made of stems and endings, two thousand in all and as unevenly used as those of a
language, so that a stemmer and a search index have the work that real prose gives them.
"""

from __future__ import annotations

import itertools
import random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_STEMS = _words(
    "align allocat balanc barrier batch bound broadcast buffer cach cluster coalesc compil comput "
    "condit copi coordinat decod deliver depend describ devic dispatch divid dynam element encod "
    "estimat evaluat execut express fetch filter flatten format fragment function fus gather "
    "generat grain group handl host index inner instruct inlin iterat join kernel label lan launch "
    "layout limit linear load local loop map mask match matrix measur memor merg model modif modul "
    "multipli nest normal observ offset operat order outer overlap pack pad parallel partit patch "
    "perform permut pipelin point predict prefetch process produc profil project queu rang rank "
    "reduc refer regist releas render repeat represent request reserv resid resolv result rotat "
    "sampl scal scatter schedul segment select sequenc serial shap shar shift shuffl simplif slic "
    "sort spars split stag stor strid structur subset swizzl synchron tensor thread tile trac "
    "transfer transform transpos travers unrol updat valu vector verif vis wait warp weigh wrap"
)
_ENDINGS = _words("e es ed ing er ers ion ions able al ation ive")
_SMALL = _words(
    "the of and a to in is that for it as with on by are this be from or at which an not has "
    "its when each one two into than then only same both no such"
)
_CHINESE = _words(
    "矩阵 线程 布局 寄存器 共享 内存 带宽 延迟 指令 流水线 分块 张量 步长 坐标 偏移 合并 访问 "
    "同步 屏障 调度 编译器 函数 参数 结果 测量 性能 优化 并行 计算 数据 硬件 软件 模型 训练 推理 "
    "精度 浮点 整数 循环 展开 复制 异步 缓存 命中 冲突 排列 映射 划分 归约 广播 向量 元素 维度 "
    "形状 我们 可以 因此 然后 如果 需要 每个 之间 其中 以及 这样 但是 已经 没有 问题 方法 例子 "
    "使用 得到 说明 表示 定义 选择 实现 比较 相同 不同 第一 最后 更快 更少 一次 所有 部分 整个"
)
_WORDS = tuple(stem + ending for ending in _ENDINGS for stem in _STEMS)
_FORMULAS = (
    r"x_{{{n}}}^{{2}} + {a}y",
    r"\mathcal{{O}}({n}\,{a}\log {a})",
    r"\frac{{{a}_{{i}}}}{{{n} + {b}_{{j}}}}",
    r"\lVert {a} - {b} \rVert_{{2}} \le \epsilon_{{{n}}}",
    r"({n}, {a}) : ({b}, 1)",
    r"\sqrt{{{a}^{{2}} + {n}{b}^{{2}}}}",
)
_DISPLAYS = (
    r"{a}_{{{n}}} = \sum_{{i=0}}^{{{n}}} \frac{{x_i^{{2}} - {b}}}{{\sqrt{{1 + {a}^{{2}}}}}}",
    r"\int_{{0}}^{{{n}}} {a}(t)\, e^{{-{b} t}}\, \mathrm{{d}}t = \frac{{{n}}}{{{b} + 1}}",
    r"{a}(i, j) = \left\lfloor \frac{{i}}{{{n}}} \right\rfloor \cdot {b} + (j \bmod {n})",
    r"\begin{{pmatrix}} {a} & {n} \\ 0 & {b} \end{{pmatrix}} x = \lambda x",
)


def _weights(count: int) -> tuple[float, ...]:
    """Return cumulated weights that fall as the frequencies of words do."""
    return tuple(itertools.accumulate(1 / (rank + 3) for rank in range(count)))


class Words:
    """Prose in English (``en``) or Chinese (``zh``)."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.chance = chance
        self.is_chinese = language == "zh"
        self._words = _CHINESE if self.is_chinese else (*_SMALL, *_WORDS)
        self._weights = _weights(len(self._words))

    def _draw(self, count: int) -> list[str]:
        return self.chance.choices(self._words, cum_weights=self._weights, k=count)

    def sentence(self, count: int) -> str:
        """Return a sentence of *count* words; it ends with a full stop."""
        words = self._draw(count)
        if self.is_chinese:
            return "".join(words[: count // 2]) + "，" + "".join(words[count // 2 :]) + "。"
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."

    def title(self) -> str:
        """Return a few words without an article among them."""
        if self.is_chinese:
            return "".join(self.chance.sample(_CHINESE, 3))
        return " ".join(self.chance.sample(_WORDS, 3)).capitalize()

    def name(self) -> str:
        """Return a name for a person or a variable: ASCII letters only."""
        return self.chance.choice(_STEMS).capitalize()


def _letters(chance: random.Random) -> dict[str, object]:
    a, b = chance.sample("abcdfghkmnpqrsuvw", 2)
    return {"a": a, "b": b, "n": chance.randrange(2, 1000)}


def formula(chance: random.Random) -> str:
    """Return the TeX of a formula for a line; few are the same."""
    return chance.choice(_FORMULAS).format(**_letters(chance))


def display(chance: random.Random) -> str:
    """Return the TeX of a formula that stands by itself."""
    return chance.choice(_DISPLAYS).format(**_letters(chance))


def cpp(words: Words, chance: random.Random) -> str:
    """Return some twenty lines of C++."""
    name, n = words.name(), chance.randrange(2, 512)
    lines = [
        "#include <cstdint>",
        "#include <vector>",
        "",
        f"// {name} of {n} elements, a row at a time.",
        "template <typename T>",
        f"struct {name}{n} {{",
        "    std::vector<T> values;",
        f"    static constexpr std::int64_t extent = {n};",
        "",
        "    T reduce(std::int64_t begin, std::int64_t end) const {",
        "        T sum{};",
        "        for (std::int64_t i = begin; i < end; ++i) {",
        f"            sum += values[i % extent] * T({chance.random():.4f});",
        "        }",
        "        return sum;",
        "    }",
        "};",
        "",
        f"int main() {{ return {name}{n}<float>{{}}.extent > 0 ? 0 : 1; }}",
    ]
    return "\n".join(lines)


def python(words: Words, chance: random.Random) -> str:
    """Return a dozen lines of Python."""
    name, n = words.name().lower(), chance.randrange(2, 512)
    lines = [
        "from collections.abc import Iterator",
        "",
        "",
        f"def {name}(rows: int, columns: int = {n}) -> Iterator[tuple[int, int]]:",
        f'    """Yield each coordinate of a {name} once."""',
        "    for row in range(rows):",
        f"        if row % {n % 7 + 2} == 0:  # every so often",
        "            continue",
        "        yield from ((row, column) for column in range(columns))",
        "",
        "",
        f"print(sum(row * column for row, column in {name}({n})))",
    ]
    return "\n".join(lines)


def printed(chance: random.Random) -> str:
    """Return what a program may print."""
    return "\n".join(
        f"{step:4d}  {chance.random():.6f}  {chance.randrange(10_000):6d}" for step in range(8)
    )


def table(words: Words, chance: random.Random) -> tuple[tuple[str, ...], ...]:
    """Return a head and five rows of three cells."""
    rows = [
        (words.title(), f"{chance.random() * 100:.1f}", str(chance.randrange(5000)))
        for _ in range(5)
    ]
    return (("Case", "Time", "Bytes"), *rows)
