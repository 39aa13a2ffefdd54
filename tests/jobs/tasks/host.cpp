// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/tasks/tasks.h"

#include <jobs/jobhost.h>

int main(int argc, char *argv[])
{
    Spawn::JobHost::handleOthers(&runTask);
    return Spawn::JobHost::main(argc, argv);
}
