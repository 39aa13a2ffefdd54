// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/qendian.h>
#include <QtCore/qsystemdetection.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <optional>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

// Restricts an injection to calls with this argument; only the low half of it is looked at.
struct OnlyWithArgument
{
    int index; // from 0
    uint32_t value;
};

// From now on the system call fails with that errno, and does nothing: in all threads of this
// process, in what they start, and for ever. So it is for a process of its own. No rights are
// needed, and it binds root as well. False, with errno: there are no such filters here.
//
//   if (!injectErrno(SYS_pipe2, ENFILE))
//       QSKIP("no filter for system calls here");
inline bool injectErrno(long systemCall, int error, std::optional<OnlyWithArgument> only = {})
{
    const auto load = [](size_t offset) -> sock_filter {
        return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset));
    };
    const auto unless = [](uint32_t value, uint8_t skipped) -> sock_filter {
        return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skipped);
    };
    const auto answer = [](uint32_t action) -> sock_filter {
        return BPF_STMT(BPF_RET | BPF_K, action);
    };
    std::vector<sock_filter> filter{
        load(offsetof(seccomp_data, nr)),
        unless(static_cast<uint32_t>(systemCall), only ? 3 : 1),
    };
    if (only) {
        const size_t low = Q_BYTE_ORDER == Q_BIG_ENDIAN ? 4 : 0;
        filter.push_back(
            load(offsetof(seccomp_data, args) + static_cast<size_t>(only->index) * 8 + low));
        filter.push_back(unless(only->value, 1));
    }
    filter.push_back(answer(SECCOMP_RET_ERRNO | static_cast<uint32_t>(error)));
    filter.push_back(answer(SECCOMP_RET_ALLOW));
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}
