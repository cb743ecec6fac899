//go:build amd64 && !noasm

#include "textflag.h"

// Constants of exp32, eight times each.

DATA sigmoid<>+0(SB)/8, $0x8000000080000000
DATA sigmoid<>+8(SB)/8, $0x8000000080000000
DATA sigmoid<>+16(SB)/8, $0x8000000080000000
DATA sigmoid<>+24(SB)/8, $0x8000000080000000
DATA sigmoid<>+32(SB)/8, $0xc2ae0000c2ae0000
DATA sigmoid<>+40(SB)/8, $0xc2ae0000c2ae0000
DATA sigmoid<>+48(SB)/8, $0xc2ae0000c2ae0000
DATA sigmoid<>+56(SB)/8, $0xc2ae0000c2ae0000
DATA sigmoid<>+64(SB)/8, $0x42b0000042b00000
DATA sigmoid<>+72(SB)/8, $0x42b0000042b00000
DATA sigmoid<>+80(SB)/8, $0x42b0000042b00000
DATA sigmoid<>+88(SB)/8, $0x42b0000042b00000
DATA sigmoid<>+96(SB)/8, $0x3fb8aa3b3fb8aa3b
DATA sigmoid<>+104(SB)/8, $0x3fb8aa3b3fb8aa3b
DATA sigmoid<>+112(SB)/8, $0x3fb8aa3b3fb8aa3b
DATA sigmoid<>+120(SB)/8, $0x3fb8aa3b3fb8aa3b
DATA sigmoid<>+128(SB)/8, $0x3f0000003f000000
DATA sigmoid<>+136(SB)/8, $0x3f0000003f000000
DATA sigmoid<>+144(SB)/8, $0x3f0000003f000000
DATA sigmoid<>+152(SB)/8, $0x3f0000003f000000
DATA sigmoid<>+160(SB)/8, $0x3f3180003f318000
DATA sigmoid<>+168(SB)/8, $0x3f3180003f318000
DATA sigmoid<>+176(SB)/8, $0x3f3180003f318000
DATA sigmoid<>+184(SB)/8, $0x3f3180003f318000
DATA sigmoid<>+192(SB)/8, $0xb95e8083b95e8083
DATA sigmoid<>+200(SB)/8, $0xb95e8083b95e8083
DATA sigmoid<>+208(SB)/8, $0xb95e8083b95e8083
DATA sigmoid<>+216(SB)/8, $0xb95e8083b95e8083
DATA sigmoid<>+224(SB)/8, $0x3950696739506967
DATA sigmoid<>+232(SB)/8, $0x3950696739506967
DATA sigmoid<>+240(SB)/8, $0x3950696739506967
DATA sigmoid<>+248(SB)/8, $0x3950696739506967
DATA sigmoid<>+256(SB)/8, $0x3ab743ce3ab743ce
DATA sigmoid<>+264(SB)/8, $0x3ab743ce3ab743ce
DATA sigmoid<>+272(SB)/8, $0x3ab743ce3ab743ce
DATA sigmoid<>+280(SB)/8, $0x3ab743ce3ab743ce
DATA sigmoid<>+288(SB)/8, $0x3c0889083c088908
DATA sigmoid<>+296(SB)/8, $0x3c0889083c088908
DATA sigmoid<>+304(SB)/8, $0x3c0889083c088908
DATA sigmoid<>+312(SB)/8, $0x3c0889083c088908
DATA sigmoid<>+320(SB)/8, $0x3d2aa9c13d2aa9c1
DATA sigmoid<>+328(SB)/8, $0x3d2aa9c13d2aa9c1
DATA sigmoid<>+336(SB)/8, $0x3d2aa9c13d2aa9c1
DATA sigmoid<>+344(SB)/8, $0x3d2aa9c13d2aa9c1
DATA sigmoid<>+352(SB)/8, $0x3e2aaaaa3e2aaaaa
DATA sigmoid<>+360(SB)/8, $0x3e2aaaaa3e2aaaaa
DATA sigmoid<>+368(SB)/8, $0x3e2aaaaa3e2aaaaa
DATA sigmoid<>+376(SB)/8, $0x3e2aaaaa3e2aaaaa
DATA sigmoid<>+384(SB)/8, $0x3f8000003f800000
DATA sigmoid<>+392(SB)/8, $0x3f8000003f800000
DATA sigmoid<>+400(SB)/8, $0x3f8000003f800000
DATA sigmoid<>+408(SB)/8, $0x3f8000003f800000
DATA sigmoid<>+416(SB)/8, $0x0000007f0000007f
DATA sigmoid<>+424(SB)/8, $0x0000007f0000007f
DATA sigmoid<>+432(SB)/8, $0x0000007f0000007f
DATA sigmoid<>+440(SB)/8, $0x0000007f0000007f
GLOBL sigmoid<>(SB), RODATA, $448

// func sigmoid8(x *float32, blocks int)
//
// The steps are those of exp32 and sigmoid32, one for one and without fused
// multiply-add, so that every lane has the same bits as they give.
TEXT ·sigmoid8(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), AX
	MOVQ blocks+8(FP), CX

loop:
	VMOVUPS (AX), Y0
	VXORPS  sigmoid<>+0(SB), Y0, Y0 // x = -x
	VMAXPS  sigmoid<>+32(SB), Y0, Y0
	VMINPS  sigmoid<>+64(SB), Y0, Y0
	VMULPS  sigmoid<>+96(SB), Y0, Y1
	VADDPS  sigmoid<>+128(SB), Y1, Y1
	VROUNDPS $1, Y1, Y1 // f = floor(x·log2e + 0.5)
	VMULPS  sigmoid<>+160(SB), Y1, Y2
	VSUBPS  Y2, Y0, Y0
	VMULPS  sigmoid<>+192(SB), Y1, Y2
	VSUBPS  Y2, Y0, Y0
	VMOVUPS sigmoid<>+224(SB), Y3
	VMULPS  Y0, Y3, Y3
	VADDPS  sigmoid<>+256(SB), Y3, Y3
	VMULPS  Y0, Y3, Y3
	VADDPS  sigmoid<>+288(SB), Y3, Y3
	VMULPS  Y0, Y3, Y3
	VADDPS  sigmoid<>+320(SB), Y3, Y3
	VMULPS  Y0, Y3, Y3
	VADDPS  sigmoid<>+352(SB), Y3, Y3
	VMULPS  Y0, Y3, Y3
	VADDPS  sigmoid<>+128(SB), Y3, Y3
	VMULPS  Y0, Y3, Y3
	VMULPS  Y0, Y3, Y3
	VADDPS  Y0, Y3, Y3
	VADDPS  sigmoid<>+384(SB), Y3, Y3
	VCVTPS2DQ Y1, Y1
	VPADDD  sigmoid<>+416(SB), Y1, Y1
	VPSLLD  $23, Y1, Y1
	VMULPS  Y1, Y3, Y3 // e to the x
	VMOVUPS sigmoid<>+384(SB), Y4
	VADDPS  Y4, Y3, Y3
	VDIVPS  Y3, Y4, Y3
	VMOVUPS Y3, (AX)
	ADDQ    $32, AX
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET
