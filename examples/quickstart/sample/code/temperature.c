#include <stdio.h>

int main(void) {
    for (int c = -40; c <= 40; c += 10) printf("%d C = %.1f F\n", c, c * 1.8 + 32);
    return 0;
}
