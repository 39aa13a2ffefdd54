// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Takes from root what no ordinary user has: the ways past every limit and permission. Each thread
// has its own, so it is made before there is a second one: as a member ahead of the fixture.
class OrdinaryUser final
{
public:
    OrdinaryUser()
    {
        // Of the helper and of what it starts; this process still removes its folders.
        for (const int capability : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH})
            prctl(PR_CAPBSET_DROP, capability);
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        __user_cap_data_struct sets[2]{};
        if (syscall(SYS_capget, &header, sets) != 0)
            return;
        for (const int capability : {CAP_SYS_RESOURCE, CAP_SYS_ADMIN}) {
            const __u32 bit = ~(1U << (capability % 32));
            sets[capability / 32].effective &= bit;
            sets[capability / 32].permitted &= bit;
        }
        syscall(SYS_capset, &header, sets);
    }
};
