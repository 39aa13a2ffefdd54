// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "child.h"

#include "crashpoint.h"
#include "pathsearch.h"
#include "rawcall.h"

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace Spawn {

using namespace Wire;

// Everything here runs in the child: raw system calls only.

[[noreturn]] static void leave()
{
    for (;;)
        rawCall(SYS_exit_group, 127);
}

[[noreturn]] static void fail(const Child &child, Stage stage, long error,
                              uint32_t detail = NoDetail)
{
    passCrashPoint(CrashPoint::ChildBeforeFailure);
    child.slot->stage = static_cast<uint32_t>(stage);
    child.slot->error = static_cast<int32_t>(-error);
    child.slot->detail = detail;
    // If both fail it was cancelled, and nobody looks at the fields above.
    if (!exchangeState(child.slot, LedgerState::Prepared, LedgerState::Failed))
        exchangeState(child.slot, LedgerState::Executing, LedgerState::Failed);
    leave();
}

static void joinGroup(const Child &child)
{
    if ((child.message.flags & SpawnMessage::Detached) != 0) {
        rawCall(SYS_setsid);
        return;
    }
    rawCall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
    // The application may have died before the signal was asked for.
    if (rawCall(SYS_getppid) != child.application)
        fail(child, Stage::Fork, -ESRCH);
    rawCall(SYS_setpgid, 0, 0);
}

static void placeStreams(const Child &child)
{
    for (int n = 0; n < 3; ++n) {
        // Never equal: in the helper 0 to 5 are always taken.
        const long result = rawCall(SYS_dup3, child.sources[n], n, 0);
        if (result < 0)
            fail(child, Stage::Descriptor, result, ChildDescriptor + static_cast<uint32_t>(n));
    }
}

static bool isTarget(const Child &child, int fd)
{
    for (const Child::ExtraDescriptor &extra : child.extras) {
        if (extra.target == fd)
            return true;
    }
    return false;
}

static void placeExtras(Child &child)
{
    for (Child::ExtraDescriptor &extra : child.extras) {
        // Out of the way of those that are placed before it, and of itself.
        long result = extra.source;
        if (isTarget(child, extra.source)) {
            result
                = rawCall(SYS_fcntl, extra.source, F_DUPFD_CLOEXEC, child.extras.back().target + 1);
        }
        if (result < 0)
            fail(child, Stage::Descriptor, result,
                 ChildDescriptor + static_cast<uint32_t>(extra.target));
        extra.source = static_cast<int>(result);
    }
    for (const Child::ExtraDescriptor &extra : child.extras) {
        const long result = rawCall(SYS_dup3, extra.source, extra.target, 0);
        if (result < 0)
            fail(child, Stage::Descriptor, result,
                 ChildDescriptor + static_cast<uint32_t>(extra.target));
    }
}

// All are closed by the exec anyway. But what follows may block for as long as it takes a dead
// mount to answer, and until then the copies of other commands' pipes would keep these open.
static void closeOthers(const Child &child)
{
    unsigned first = 3;
    for (const Child::ExtraDescriptor &extra : child.extras) {
        const auto target = static_cast<unsigned>(extra.target);
        if (target > first)
            rawCall(SYS_close_range, first, target - 1, 0);
        first = target + 1;
    }
    rawCall(SYS_close_range, first, ~0U, 0);
}

static bool isRelative(std::string_view path)
{
    return path.empty() || path.front() != '/';
}

static bool needsContextDirectory(const SpawnMessage &message)
{
    if (isRelative(message.directory))
        return true;
    for (const StandardStream &stream : message.streams) {
        if (stream.source == Source::File && isRelative(stream.path))
            return true;
    }
    return false;
}

static void enterDirectories(const Child &child, long contextResult)
{
    const SpawnMessage &message = child.message;
    for (uint32_t n = 0; n < 3; ++n) {
        const StandardStream &stream = message.streams[n];
        if (stream.source != Source::File)
            continue;
        const auto target = static_cast<int>(n);
        long result = isRelative(stream.path) ? contextResult : 0;
        if (result >= 0)
            result = rawCall(SYS_openat, AT_FDCWD, stream.path.data(),
                             stream.openFlags | O_CLOEXEC | O_NOCTTY, 0666);
        if (result >= 0)
            result = rawCall(SYS_dup3, result, target, 0);
        if (result < 0)
            fail(child, Stage::Descriptor, result, ChildDescriptor + n);
    }
    if (message.streams[2].source == Source::SameAsOutput)
        rawCall(SYS_dup3, 1, 2, 0);

    if (isRelative(message.directory) && contextResult < 0)
        fail(child, Stage::Directory, contextResult);
    if (!message.directory.empty()) {
        const long result = rawCall(SYS_chdir, message.directory.data());
        if (result < 0)
            fail(child, Stage::Directory, result);
    }
}

static void setNiceLevel(const Child &child)
{
    const bool asked = (child.message.flags & SpawnMessage::SetNiceLevel) != 0;
    if (!asked && !child.context->setsNiceLevel)
        return;
    const int level = asked ? child.message.niceLevel : child.context->niceLevel;
    const long result = rawCall(SYS_setpriority, PRIO_PROCESS, 0, level);
    if (result < 0 && asked)
        fail(child, Stage::Limit, result, NiceLevel);
}

// What the application merely has is followed as far as the user may: somebody with more rights may
// have changed it since the helper inherited it. What the command asks for it gets, or it fails.
static void followLimits(const std::vector<ResourceLimit> &limits)
{
    for (const ResourceLimit &limit : limits) {
        const uint64_t values[2] = {limit.soft, limit.hard};
        rawCall(SYS_prlimit64, 0, limit.resource, values, 0);
    }
}

static void setLimits(const Child &child)
{
    for (const ResourceLimit &limit : child.message.limits) {
        const uint64_t values[2] = {limit.soft, limit.hard};
        const long result = rawCall(SYS_prlimit64, 0, limit.resource, values, 0);
        if (result < 0)
            fail(child, Stage::Limit, result, Resource + limit.resource);
    }
}

static long executeFile(const Child &child, const char *path)
{
    long result = 0;
    for (int attempt = 0; attempt < 5; ++attempt) {
        result = rawCall(SYS_execve, path, child.message.arguments.data(), child.environment());
        if (result != -ETXTBSY)
            return result;
        // Somebody has it open for writing: often a writer that was forked along with another
        // program, and closes it within moments.
        const timespec pause{0, 20'000'000};
        rawCall(SYS_nanosleep, &pause, 0);
    }
    return result;
}

static bool exists(const char *path)
{
    return rawCall(SYS_faccessat, AT_FDCWD, path, 0) == 0;
}

[[noreturn]] static void execute(const Child &child)
{
    const char *const program = child.message.arguments.front();
    if (strchr(program, '/') != nullptr) {
        const long result = executeFile(child, program);
        const bool hint = result == -ENOENT && exists(program);
        fail(child, Stage::Exec, result, hint ? InterpreterMissing : NoDetail);
    }
    if (*program == 0)
        fail(child, Stage::Exec, -ENOENT);
    if (strlen(program) > NAME_MAX)
        fail(child, Stage::Exec, -ENAMETOOLONG);

    bool denied = false;
    long result = -ENOENT;
    PathSearch search(program, child.environment());
    while (const char *const candidate = search.next()) {
        result = executeFile(child, candidate);
        switch (-result) {
        case EACCES:
            denied = true; // unless a later one can be executed
            break;
        case ENOENT:
        case ENOTDIR:
        case ELOOP:
        case ENAMETOOLONG:
        case ESTALE:
        case ENODEV:
        case ETIMEDOUT:
            break;
        default:
            fail(child, Stage::Exec, result);
        }
    }
    if (denied)
        fail(child, Stage::Exec, -EACCES);
    // Looked at only now: most searches find their program after a few misses.
    PathSearch again(program, child.environment());
    while (const char *const candidate = again.next()) {
        if (exists(candidate) && executeFile(child, candidate) == -ENOENT)
            fail(child, Stage::Exec, -ENOENT, InterpreterMissing);
    }
    fail(child, Stage::Exec, result);
}

void runChild(void *argument)
{
    Child &child = *static_cast<Child *>(argument);
    passCrashPoint(CrashPoint::ChildStarted);
    joinGroup(child);
    placeStreams(child);
    const bool needsContext = needsContextDirectory(child.message);
    const Context &context = *child.context;
    long contextResult = -context.directoryError;
    if (needsContext && context.directoryDescriptor)
        contextResult = rawCall(SYS_fchdir, context.directoryDescriptor.get());
    if (!child.extras.empty())
        placeExtras(child);
    closeOthers(child);
    if (needsContext && !context.directoryDescriptor && contextResult == 0)
        contextResult = rawCall(SYS_chdir, context.directory.c_str());
    enterDirectories(child, contextResult);
    setNiceLevel(child);
    // Last: a limit that the command asked for must not keep us from setting it up.
    followLimits(context.limits);
    setLimits(child);
    passCrashPoint(CrashPoint::ChildBeforeRecord);
    if (!exchangeState(child.slot, LedgerState::Prepared, LedgerState::Executing))
        leave();
    passCrashPoint(CrashPoint::ChildAfterRecord);
    execute(child);
}

} // namespace Spawn
