// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/socketdirectory.h"

#include "common/infork.h"
#include "common/leftovers.h"
#include "monitoring/runtimefolder.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using Spawn::SocketDirectory;
using Spawn::SystemError;

class SocketDirectoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void isMade();
    void isNotMade();
    void isMadeWhateverTheUmask();
    void isThereAlready();
    void inTemporaryFiles();
    void bindsAndConnects();
    void listsNames();
    void staysWhenThePathIsExchanged();

    void f87_anotherUsersDirectory();
    void f87_anotherUserCannotEnter();
    void f90_squatter_data();
    void f90_squatter();
    void f90_squatterInTemporaryFiles();
    void f91_runtimeFolder_data();
    void f91_runtimeFolder();
    void f91_foreignRuntimeFolder();
    void f91_pathTooLong();
    void f91_temporaryFilesWithoutStickyBit();

private:
    // Of one whose opening is refused, without having changed anything at the path.
    static SystemError refusal(const QByteArray &path);

    std::unique_ptr<RuntimeFolder> m_runtime;
    std::unique_ptr<Leftovers> m_leftovers;
};

void SocketDirectoryTest::init()
{
    m_runtime = std::make_unique<RuntimeFolder>();
    m_leftovers = std::make_unique<Leftovers>();
}

void SocketDirectoryTest::cleanup()
{
    QTRY_COMPARE(m_leftovers->check(), QString());
    m_leftovers.reset();
    m_runtime.reset();
}

SystemError SocketDirectoryTest::refusal(const QByteArray &path)
{
    struct stat before
    {
    };
    struct stat after
    {
    };
    const int wasThere = lstat(path.constData(), &before);
    SocketDirectory directory;
    const SystemError error = directory.open();
    if (!error || directory.isOpen())
        return {};
    if (lstat(path.constData(), &after) != wasThere || before.st_mode != after.st_mode
        || before.st_uid != after.st_uid || before.st_ino != after.st_ino)
        return {-1, u"it was changed"_s};
    return error;
}

void SocketDirectoryTest::isMade()
{
    SocketDirectory directory;
    QVERIFY(!directory.isOpen());
    const SystemError error = directory.open();
    QVERIFY2(!error, qPrintable(error.text));
    QVERIFY(directory.isOpen());
    QCOMPARE(QFile::encodeName(directory.path()), m_runtime->inside());
    QCOMPARE(QFile::encodeName(directory.pathOf("a.socket")), m_runtime->inside("a.socket"));
    QCOMPARE(modeOf(m_runtime->inside()), mode_t(S_IFDIR | 0700));
    QCOMPARE(fcntl(directory.descriptor(), F_GETFD), FD_CLOEXEC);
}

void SocketDirectoryTest::isNotMade()
{
    SocketDirectory directory;
    QCOMPARE(directory.open(SocketDirectory::Missing::Refuse).number, ENOENT);
    QVERIFY(!pathExists(m_runtime->inside()));
}

void SocketDirectoryTest::isMadeWhateverTheUmask()
{
    for (const mode_t mask : {mode_t(0), mode_t(0777)}) {
        QCOMPARE(inFork([&]() -> QByteArray {
                     umask(mask);
                     SocketDirectory directory;
                     return directory.open().text.toLocal8Bit();
                 }),
                 QByteArray());
        QCOMPARE(modeOf(m_runtime->inside()), mode_t(S_IFDIR | 0700));
        QCOMPARE(rmdir(m_runtime->inside().constData()), 0);
    }
}

void SocketDirectoryTest::isThereAlready()
{
    for (const auto missing : {SocketDirectory::Missing::Create, SocketDirectory::Missing::Create,
                               SocketDirectory::Missing::Refuse}) {
        SocketDirectory directory;
        QVERIFY(!directory.open(missing));
        QVERIFY(directory.isOpen());
    }
}

void SocketDirectoryTest::inTemporaryFiles()
{
    qputenv("TMPDIR", m_runtime->bytes());
    QCOMPARE(chmod(m_runtime->bytes().constData(), 01777), 0);
    qunsetenv(RuntimeFolder::Variable);
    SocketDirectory directory;
    const SystemError error = directory.open();
    qunsetenv("TMPDIR");
    QVERIFY2(!error, qPrintable(error.text));
    const QByteArray path = m_runtime->bytes("asyncspawner-" + QByteArray::number(geteuid()));
    QCOMPARE(QFile::encodeName(directory.path()), path);
    QCOMPARE(modeOf(path), mode_t(S_IFDIR | 0700));
}

void SocketDirectoryTest::bindsAndConnects()
{
    SocketDirectory directory;
    QVERIFY(!directory.open());
    const Spawn::Wire::Descriptor server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const Spawn::Wire::Descriptor client(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    QCOMPARE(directory.connect(client.get(), "a.socket"), ENOENT);
    QVERIFY(!directory.bind(server.get(), "a.socket"));
    QCOMPARE(modeOf(m_runtime->inside("a.socket")), mode_t(S_IFSOCK | 0600));
    QCOMPARE(directory.connect(client.get(), "a.socket"), ECONNREFUSED);
    QCOMPARE(listen(server.get(), 1), 0);
    QCOMPARE(directory.connect(client.get(), "a.socket"), 0);

    const Spawn::Wire::Descriptor second(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const SystemError error = directory.bind(second.get(), "a.socket");
    QCOMPARE(error.number, EADDRINUSE);
    QVERIFY2(error.text.contains(directory.pathOf("a.socket")), qPrintable(error.text));

    struct stat status
    {
    };
    QCOMPARE(directory.statusOf("a.socket", &status), 0);
    QVERIFY(S_ISSOCK(status.st_mode));
    directory.remove("a.socket");
    QCOMPARE(directory.statusOf("a.socket", &status), ENOENT);
}

void SocketDirectoryTest::listsNames()
{
    SocketDirectory directory;
    QVERIFY(!directory.open());
    QCOMPARE(directory.names(), QList<QByteArray>());
    QVERIFY(writeFile(m_runtime->inside("b"), "b"));
    QVERIFY(writeFile(m_runtime->inside("a"), "a"));
    QVERIFY(writeFile(m_runtime->inside(".c"), "c"));
    const QList<QByteArray> names{".c", "a", "b"};
    QCOMPARE(directory.names(), names);
    QCOMPARE(directory.names(), names); // from the beginning again
}

void SocketDirectoryTest::staysWhenThePathIsExchanged()
{
    SocketDirectory directory;
    QVERIFY(!directory.open());
    QCOMPARE(rename(m_runtime->inside().constData(), m_runtime->bytes("moved").constData()), 0);
    QCOMPARE(symlink("/", m_runtime->inside().constData()), 0);
    const Spawn::Wire::Descriptor server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    QVERIFY(!directory.bind(server.get(), "a.socket"));
    QVERIFY(pathExists(m_runtime->bytes("moved/a.socket")));
    QCOMPARE(directory.names(), QList<QByteArray>{"a.socket"});
}

void SocketDirectoryTest::f87_anotherUsersDirectory()
{
    if (geteuid() != 0)
        QSKIP("Only root can make a directory of another user's.");
    QCOMPARE(mkdir(m_runtime->inside().constData(), 0700), 0);
    QCOMPARE(chown(m_runtime->inside().constData(), Nobody, Nobody), 0);
    const SystemError error = refusal(m_runtime->inside());
    QCOMPARE(error.number, EPERM);
    QVERIFY2(error.text.contains(QFile::decodeName(m_runtime->inside()))
                 && error.text.contains(u"belongs to user 65534"_s),
             qPrintable(error.text));
}

void SocketDirectoryTest::f87_anotherUserCannotEnter()
{
    if (geteuid() != 0)
        QSKIP("Only root can become another user.");
    SocketDirectory directory;
    QVERIFY(!directory.open());
    const Spawn::Wire::Descriptor server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    QVERIFY(!directory.bind(server.get(), "a.socket"));
    QCOMPARE(listen(server.get(), 1), 0);
    QCOMPARE(chmod(m_runtime->bytes().constData(), 0755), 0);
    QCOMPARE(inFork([this]() -> QByteArray {
                 if (setgid(Nobody) != 0 || setuid(Nobody) != 0)
                     return "cannot become another user";
                 if (connectTo(m_runtime->inside("a.socket")) != -EACCES)
                     return "it could connect";
                 if (open(m_runtime->inside().constData(), O_PATH | O_DIRECTORY) >= 0
                     && access(m_runtime->inside("a.socket").constData(), F_OK) == 0)
                     return "it could look inside";
                 // And that environment is not one to use for it.
                 SocketDirectory theirs;
                 return theirs.open().number == EPERM ? "" : "it was taken for its own";
             }),
             QByteArray());
}

void SocketDirectoryTest::f90_squatter_data()
{
    QTest::addColumn<QByteArray>("squatter");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("text");
    QTest::newRow("file") << "file"_qba << ENOTDIR << u"is a regular file and not a directory"_s;
    QTest::newRow("FIFO") << "fifo"_qba << ENOTDIR << u"is a FIFO and not a directory"_s;
    QTest::newRow("socket") << "socket"_qba << ENOTDIR << u"is a socket and not a directory"_s;
    QTest::newRow("link to a directory")
        << "link"_qba << ENOTDIR << u"is a symbolic link and not a directory"_s;
    QTest::newRow("dangling link")
        << "dangling"_qba << ENOTDIR << u"is a symbolic link and not a directory"_s;
    QTest::newRow("mode 0755") << "0755"_qba << EPERM << u"others may use it (mode 0755)"_s;
    QTest::newRow("mode 0770") << "0770"_qba << EPERM << u"others may use it (mode 0770)"_s;
    QTest::newRow("mode 0777") << "0777"_qba << EPERM << u"others may use it (mode 0777)"_s;
    QTest::newRow("mode 0701") << "0701"_qba << EPERM << u"others may use it (mode 0701)"_s;
}

void SocketDirectoryTest::f90_squatter()
{
    QFETCH(QByteArray, squatter);
    QFETCH(QString, text);
    const QByteArray path = m_runtime->inside();
    if (squatter == "file")
        QVERIFY(writeFile(path, "x"));
    else if (squatter == "fifo")
        QCOMPARE(mkfifo(path.constData(), 0600), 0);
    else if (squatter == "socket")
        QVERIFY(leaveSocket(path));
    else if (squatter == "link")
        QCOMPARE(symlink(m_runtime->bytes().constData(), path.constData()), 0);
    else if (squatter == "dangling")
        QCOMPARE(symlink("nowhere", path.constData()), 0);
    else
        QVERIFY(mkdir(path.constData(), 0700) == 0
                && chmod(path.constData(), mode_t(squatter.toInt(nullptr, 8))) == 0);
    const SystemError error = refusal(path);
    QTEST(error.number, "error");
    QVERIFY2(error.text.contains(QFile::decodeName(path)) && error.text.contains(text),
             qPrintable(error.text));
}

void SocketDirectoryTest::f90_squatterInTemporaryFiles()
{
    if (geteuid() != 0)
        QSKIP("Only root can make a directory of another user's.");
    qputenv("TMPDIR", m_runtime->bytes());
    QCOMPARE(chmod(m_runtime->bytes().constData(), 01777), 0);
    qunsetenv(RuntimeFolder::Variable);
    const QByteArray path = m_runtime->bytes("asyncspawner-0");
    QCOMPARE(mkdir(path.constData(), 0777), 0);
    QCOMPARE(chown(path.constData(), Nobody, Nobody), 0);
    const SystemError error = refusal(path);
    qunsetenv("TMPDIR");
    QCOMPARE(error.number, EPERM);
    QVERIFY2(error.text.contains(QFile::decodeName(path)), qPrintable(error.text));
}

void SocketDirectoryTest::f91_runtimeFolder_data()
{
    QTest::addColumn<QByteArray>("value"); // below the one of the test, if it is relative
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("text");
    QTest::newRow("missing") << "no/such"_qba << 0700 << ENOENT << u"XDG_RUNTIME_DIR"_s;
    QTest::newRow("not absolute") << "."_qba << 0700 << EINVAL << u"not an absolute path"_s;
    QTest::newRow("mode 0777") << ""_qba << 0777 << EPERM
                               << u"others may write to it (mode 0777)"_s;
    QTest::newRow("mode 01777") << ""_qba << 01777 << EPERM
                                << u"others may write to it (mode 1777)"_s;
    QTest::newRow("mode 0770") << ""_qba << 0770 << EPERM
                               << u"others may write to it (mode 0770)"_s;
}

void SocketDirectoryTest::f91_runtimeFolder()
{
    QFETCH(QByteArray, value);
    QFETCH(int, mode);
    QFETCH(QString, text);
    const QByteArray path = value == "." ? value : m_runtime->bytes(value);
    qputenv(RuntimeFolder::Variable, path);
    QCOMPARE(chmod(m_runtime->bytes().constData(), mode_t(mode)), 0);
    const SystemError error = refusal(path);
    QTEST(error.number, "error");
    QVERIFY2(error.text.contains(text) && error.text.contains(QFile::decodeName(path)),
             qPrintable(error.text));
    QVERIFY(!pathExists(m_runtime->inside()));
}

void SocketDirectoryTest::f91_foreignRuntimeFolder()
{
    if (geteuid() != 0)
        QSKIP("Only root can make a directory of another user's.");
    QCOMPARE(chown(m_runtime->bytes().constData(), Nobody, Nobody), 0);
    const SystemError error = refusal(m_runtime->bytes());
    QCOMPARE(error.number, EPERM);
    QVERIFY2(error.text.contains(u"belongs to user 65534"_s), qPrintable(error.text));
    QVERIFY(!pathExists(m_runtime->inside()));
}

void SocketDirectoryTest::f91_pathTooLong()
{
    const QByteArray folder = m_runtime->bytes(QByteArray(80 - m_runtime->bytes().size(), 'x'));
    QCOMPARE(mkdir(folder.constData(), 0700), 0);
    qputenv(RuntimeFolder::Variable, folder);
    SocketDirectory directory;
    QVERIFY(!directory.open());
    const QByteArray fits(107 - folder.size() - int(strlen("/asyncspawner/")), 's');
    QCOMPARE(directory.pathOf(fits).size(), 107);
    const Spawn::Wire::Descriptor server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const SystemError error = directory.bind(server.get(), fits + 's');
    QCOMPARE(error.number, ENAMETOOLONG);
    QVERIFY2(error.text.contains(directory.pathOf(fits + 's'))
                 && error.text.contains(u"108 bytes"_s),
             qPrintable(error.text));
    QCOMPARE(directory.names(), QList<QByteArray>());

    QVERIFY(!directory.bind(server.get(), fits));
    QCOMPARE(listen(server.get(), 1), 0);
    const Spawn::Wire::Descriptor client(
        connectTo(folder + "/asyncspawner/" + fits)); // by the whole path
    QVERIFY(client);
}

void SocketDirectoryTest::f91_temporaryFilesWithoutStickyBit()
{
    qputenv("TMPDIR", m_runtime->bytes());
    QCOMPARE(chmod(m_runtime->bytes().constData(), 0777), 0);
    qunsetenv(RuntimeFolder::Variable);
    const SystemError error = refusal(m_runtime->bytes());
    qunsetenv("TMPDIR");
    QCOMPARE(error.number, EPERM);
    QVERIFY2(error.text.contains(u"others may write to it"_s), qPrintable(error.text));
}

QTEST_GUILESS_MAIN(SocketDirectoryTest)
#include "tst_socketdirectory.moc"
