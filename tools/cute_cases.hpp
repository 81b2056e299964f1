// What the programs that tools/cute_cases.py writes have in common: one line of JSON for each case.
#include <cute/layout.hpp>
#include <cute/swizzle_layout.hpp>
#include <cutlass/version.h>

#include <cstdio>

static_assert(CUTLASS_MAJOR == 4 && CUTLASS_MINOR == 2 && CUTLASS_PATCH == 0,
              "the record names the version: change it in cute_cases.py too");

using namespace cute;

template <class... Parts>
using T = cute::tuple<Parts...>;
template <class Shape, class Stride>
using L = Layout<Shape, Stride>;

inline void head(char const* kind, char const* expression) {
  std::printf("{\"kind\":\"%s\",\"expression\":\"%s\",\"result\":\"", kind, expression);
}

// What CuTe prints for a layout. It is only named as a type where it is made, so that the compiler
// works it out and generates no code for it.
template <class Result>
void show(char const* kind, char const* expression) {
  head(kind, expression);
  print(Result{});
  std::printf("\"}\n");
}

// The same, and the offset at every coordinate.
template <class Result>
void evaluate(char const* kind, char const* expression) {
  Result const result{};
  head(kind, expression);
  print(result);
  std::printf("\",\"offsets\":[");
  for (int i = 0; i < int(size(result)); ++i) {
    std::printf(i ? ",%d" : "%d", int(result(i)));
  }
  std::printf("]}\n");
}
