// Prints the traits of MMA and copy atoms as CuTe has them, as JSON: the truth that
// tests/test_layout_atoms.py compares sphinx_folio.layout_algebra.atoms with.
//
//   g++ -std=c++17 -w -I <cutlass include> -I <cuda include> -I <cuda include>/cccl
//       cute_atoms.cpp -o cute_atoms && ./cute_atoms > cute_atoms.json
#include <cute/atom/copy_traits_sm75.hpp>
#include <cute/atom/copy_traits_sm80.hpp>
#include <cute/atom/copy_traits_sm90.hpp>
#include <cute/atom/mma_traits_sm70.hpp>
#include <cute/atom/mma_traits_sm75.hpp>
#include <cute/atom/mma_traits_sm80.hpp>
#include <cute/atom/mma_traits_sm89.hpp>
#include <cute/atom/mma_traits_sm90.hpp>
#include <cute/atom/mma_traits_sm90_gmma.hpp>
#include <cute/tensor.hpp>
#include <cutlass/version.h>

#include <cstdio>

using namespace cute;

template <class Value>
constexpr char const* name = nullptr;
template <>
constexpr char const* name<double> = "f64";
template <>
constexpr char const* name<float> = "f32";
template <>
constexpr char const* name<half_t> = "f16";
template <>
constexpr char const* name<bfloat16_t> = "bf16";
template <>
constexpr char const* name<tfloat32_t> = "tf32";
template <>
constexpr char const* name<float_e4m3_t> = "e4m3";
template <>
constexpr char const* name<float_e5m2_t> = "e5m2";
template <>
constexpr char const* name<int32_t> = "s32";
template <>
constexpr char const* name<int8_t> = "s8";

bool first = true;

void open(char const* kind, char const* atom) {
  std::printf("%s\n{\"kind\":\"%s\",\"atom\":\"%s\"", first ? "" : ",", kind, atom);
  first = false;
}

template <class Value>
void text(char const* key, Value const& value) {
  std::printf(",\"%s\":\"", key);
  print(value);
  std::printf("\"");
}

template <class Atom>
void mma(char const* atom) {
  using Traits = MMA_Traits<Atom>;
  open("mma", atom);
  std::printf(",\"types\":[\"%s\",\"%s\",\"%s\",\"%s\"]", name<typename Traits::ValTypeD>,
              name<typename Traits::ValTypeA>, name<typename Traits::ValTypeB>,
              name<typename Traits::ValTypeC>);
  text("shape", typename Traits::Shape_MNK{});
  text("threads", typename Traits::ThrID{});
  text("a", typename Traits::ALayout{});
  text("b", typename Traits::BLayout{});
  text("c", typename Traits::CLayout{});
  std::printf("}");
}

template <class Atom>
void copy(char const* atom) {
  using Traits = Copy_Traits<Atom>;
  open("copy", atom);
  text("threads", typename Traits::ThrID{});
  text("source", typename Traits::SrcLayout{});
  text("destination", typename Traits::DstLayout{});
  std::printf("}");
}

#define MMA(ATOM) mma<ATOM>(#ATOM)
#define COPY(...) copy<__VA_ARGS__>(#__VA_ARGS__)
#define WGMMA(ATOM) mma<ATOM<GMMA::Major::K, GMMA::Major::K>>(#ATOM)
#define WGMMA_TYPES(N, TYPES) \
  WGMMA(SM90_64x##N##x16_##TYPES##_SS); \
  WGMMA(SM90_64x##N##x16_##TYPES##_RS)
#define WGMMA_ALL(N) \
  WGMMA_TYPES(N, F16F16F16); \
  WGMMA_TYPES(N, F32F16F16); \
  WGMMA_TYPES(N, F32BF16BF16)

void warp_mmas() {
  MMA(SM70_8x8x4_F16F16F16F16_TN);
  MMA(SM70_8x8x4_F16F16F16F16_NT);
  MMA(SM70_8x8x4_F16F16F16F16_NN);
  MMA(SM70_8x8x4_F16F16F16F16_TT);
  MMA(SM70_8x8x4_F32F16F16F32_TN);
  MMA(SM70_8x8x4_F32F16F16F32_NT);
  MMA(SM70_8x8x4_F32F16F16F32_NN);
  MMA(SM70_8x8x4_F32F16F16F32_TT);
  MMA(SM75_16x8x8_F32F16F16F32_TN);
  MMA(SM75_8x8x16_S32S8S8S32_TN);
  MMA(SM80_16x8x8_F16F16F16F16_TN);
  MMA(SM80_16x8x16_F16F16F16F16_TN);
  MMA(SM80_16x8x8_F32F16F16F32_TN);
  MMA(SM80_16x8x16_F32F16F16F32_TN);
  MMA(SM80_16x8x8_F32BF16BF16F32_TN);
  MMA(SM80_16x8x16_F32BF16BF16F32_TN);
  MMA(SM80_16x8x4_F32TF32TF32F32_TN);
  MMA(SM80_16x8x8_F32TF32TF32F32_TN);
  MMA(SM80_8x8x4_F64F64F64F64_TN);
  MMA(SM80_8x8x16_S32S8S8S32_TN);
  MMA(SM80_16x8x16_S32S8S8S32_TN);
  MMA(SM80_16x8x32_S32S8S8S32_TN);
  MMA(SM89_16x8x32_F32E4M3E4M3F32_TN);
  MMA(SM89_16x8x32_F32E4M3E5M2F32_TN);
  MMA(SM89_16x8x32_F32E5M2E4M3F32_TN);
  MMA(SM89_16x8x32_F32E5M2E5M2F32_TN);
  MMA(SM90_16x8x4_F64F64F64F64_TN);
  MMA(SM90_16x8x8_F64F64F64F64_TN);
  MMA(SM90_16x8x16_F64F64F64F64_TN);
}

void warpgroup_mmas() {
  WGMMA_ALL(8);
  WGMMA_ALL(16);
  WGMMA_ALL(32);
  WGMMA_ALL(64);
  WGMMA_ALL(96);
  WGMMA_ALL(128);
  WGMMA_ALL(192);
  WGMMA_ALL(256);
}

void copies() {
  COPY(UniversalCopy<uint16_t>);
  COPY(UniversalCopy<uint32_t>);
  COPY(UniversalCopy<uint64_t>);
  COPY(UniversalCopy<uint128_t>);
  COPY(SM80_CP_ASYNC_CACHEALWAYS<uint32_t>);
  COPY(SM80_CP_ASYNC_CACHEALWAYS<uint64_t>);
  COPY(SM80_CP_ASYNC_CACHEALWAYS<uint128_t>);
  COPY(SM80_CP_ASYNC_CACHEGLOBAL<uint128_t>);
  COPY(SM75_U32x1_LDSM_N);
  COPY(SM75_U32x2_LDSM_N);
  COPY(SM75_U32x4_LDSM_N);
  COPY(SM75_U16x2_LDSM_T);
  COPY(SM75_U16x4_LDSM_T);
  COPY(SM75_U16x8_LDSM_T);
  COPY(SM90_U32x1_STSM_N);
  COPY(SM90_U32x2_STSM_N);
  COPY(SM90_U32x4_STSM_N);
  COPY(SM90_U16x2_STSM_T);
  COPY(SM90_U16x4_STSM_T);
  COPY(SM90_U16x8_STSM_T);
}

int main() {
  std::printf("{\"cutlass\":\"%d.%d.%d\",\"atoms\":[", CUTLASS_MAJOR, CUTLASS_MINOR, CUTLASS_PATCH);
  warp_mmas();
  warpgroup_mmas();
  copies();
  std::printf("\n]}\n");
}
