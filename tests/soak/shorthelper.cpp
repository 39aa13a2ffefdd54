// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "shorthelper.h"

#include "common/errnoinjection.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/auxv.h>
#include <unistd.h>

struct Shortage
{
    long systemCall;
    std::optional<OnlyWithArgument> only;
    int error;
};

// Of none of them a command hears, to which the filter would be passed on: there is none.
static const Shortage shortages[ShortHelperKinds] = {
    {SYS_clone3, {}, EAGAIN},
    {SYS_clone3, {}, ENOMEM},
    {SYS_mmap, OnlyWithArgument{1, 128 << 10}, ENOMEM}, // the stack of a child
};

bool makeNextHelperShort(CrashingHelper &helper, int kind)
{
    QFile file(helper.path() + QStringLiteral(".shortage"));
    return file.open(QIODevice::WriteOnly) && file.write(QByteArray(1, char('0' + kind))) == 1
        && helper.become(QFile::encodeName(QCoreApplication::applicationFilePath()));
}

bool isHelperInstead(char *argv[])
{
    if (strcmp(argv[0], "asyncspawner-helper") != 0)
        return false;
    const std::string path = reinterpret_cast<const char *>(getauxval(AT_EXECFN));
    char kind = 0;
    const int fd = open((path + ".shortage").c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, &kind, 1) != 1)
        return true;
    close(fd);
    const Shortage &shortage = shortages[(kind - '0') % ShortHelperKinds];
    if (injectErrno(shortage.systemCall, shortage.error, shortage.only))
        execv(CRASHING_HELPER, argv);
    return true;
}
