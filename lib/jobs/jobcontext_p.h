// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/jobcontext.h"
#include "jobs/jobmessage.h"

namespace Spawn {

class JobServer;

class JobContextPrivate final
{
public:
    JobRequest request;
    JobServer *server = nullptr;
    bool finished = false;
};

} // namespace Spawn
