// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "application.h"
#include "crashpoint.h"
#include "helper.h"
#include "log.h"
#include "startup.h"

#include <cstring>
#include <malloc.h>
#include <new>
#include <unistd.h>

using namespace Spawn;

static int cannot(std::string_view what, int error)
{
    complain({"cannot ", what, ": ", strerrordesc_np(-error)});
    return CannotRun;
}

int main(int argc, char **)
{
    if (argc != 1 || !isStartedByEngine()) {
        introduce();
        return StartedByHand;
    }
#ifdef ASYNCSPAWNER_CRASH_POINTS
    readCrashPlan();
#endif
    if (const int error = claimDescriptors(); error < 0)
        return cannot("set up descriptors", error);
    if (const int error = leaveSession(); error < 0)
        return cannot("leave the session", error);
    std::vector<Wire::ResourceLimit> inheritedLimits;
    if (const int error = adjustLimits(inheritedLimits); error < 0)
        return cannot("adjust limits", error);
    if (const int error = resetSignals(); error < 0)
        return cannot("reset signals", error);
    // Fixed: it would grow with the first large request, and the memory then stay ours.
    mallopt(M_MMAP_THRESHOLD, 64 << 10);
    // For what is not asked for beforehand (see hasMemoryFor()): an end in order, and a new helper.
    std::set_new_handler([] {
        complain({"out of memory"});
        _exit(CannotRun);
    });
    Wire::LedgerSlot *ledger = nullptr;
    if (const int error = mapLedger(ledger); error < 0)
        return cannot("map the ledger", error);
    Application application;
    if (const int error = application.find(); error < 0)
        return error == -ESRCH ? ApplicationGone : cannot("watch the application", error);
    Helper helper(std::move(application), ledger, std::move(inheritedLimits));
    if (const int error = helper.prepare(); error < 0)
        return cannot("wait for requests", error);
    // Not by returning: a child that has not executed yet lives in what destructors would free.
    _exit(helper.run());
}
