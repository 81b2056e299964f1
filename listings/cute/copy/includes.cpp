// The two headers in alphabetical order: does not compile.
// begin mistake
#include <cute/atom/copy_atom.hpp>
#include <cute/tensor.hpp>
// end mistake

int main() {}
