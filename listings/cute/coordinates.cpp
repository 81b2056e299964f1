// Must not compile: four coordinates for two modes.
#include <cute/layout.hpp>

using namespace cute;

int main() {
  // begin mistake
  Layout<Shape<Shape<_2, _2>, Shape<_2, _4>>, Stride<Stride<_1, _4>, Stride<_2, _8>>> tiled;
  return tiled(0, 1, 0, 2);
  // end mistake
}
