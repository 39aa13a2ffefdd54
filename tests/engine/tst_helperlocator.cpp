// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/helperlocator.h"

#include "common/infork.h"
#include "common/programfolder.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

// This program is also what looks for a helper: a copy of it in a folder that a test has put
// together, called with the word "locate", prints the path, or the text of the failure.
class TestHelperLocator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void findsTheHelperOfThisBuild();
    void takesThePathThatWasSet();
    void takesThePathOfTheEnvironment();
    void neverFallsBackFromAPath_data();
    void neverFallsBackFromAPath();
    void saysWhyAPathWillNotDo_data();
    void saysWhyAPathWillNotDo();
    void looksAtThePlacesInTheirOrder();
    void listsThePlacesThatItTried();
    void neverLooksAtPath();
    void followsALinkToItself();
    void aSetIdProgramTrustsNobodyElse_data();
    void aSetIdProgramTrustsNobodyElse();

private:
    bool copyTo(const QString &program) const;
    QString locate(const QString &program, const QByteArray &searchPath = {}) const;
    bool writeHelper(const QString &name, mode_t mode = 0755) const
    {
        return m_folder->write(name,
                               "\x7f"
                               "ELF",
                               mode);
    }

    std::unique_ptr<ProgramFolder> m_folder;
};

static const auto HelperName = u"asyncspawner-helper"_s;

void TestHelperLocator::init()
{
    qunsetenv("ASYNCSPAWNER_HELPER");
    m_folder = std::make_unique<ProgramFolder>();
}

bool TestHelperLocator::copyTo(const QString &program) const
{
    return QFile::copy(u"/proc/self/exe"_s, m_folder->path(program))
        && chmod(m_folder->bytes(program).constData(), 0755) == 0;
}

QString TestHelperLocator::locate(const QString &program, const QByteArray &searchPath) const
{
    QProcess process;
    if (!searchPath.isEmpty()) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PATH"_s, QFile::decodeName(searchPath));
        process.setProcessEnvironment(environment);
    }
    process.start(m_folder->path(program), {u"locate"_s});
    return process.waitForFinished() ? QFile::decodeName(process.readAllStandardOutput())
                                     : process.errorString();
}

void TestHelperLocator::findsTheHelperOfThisBuild()
{
    const HelperLocation location = locateHelper({});
    QCOMPARE(location.error, 0);
    QCOMPARE(QFileInfo(QFile::decodeName(location.path)).canonicalFilePath(),
             QFileInfo(QStringLiteral(HELPER_PROGRAM)).canonicalFilePath());
}

void TestHelperLocator::takesThePathThatWasSet()
{
    QVERIFY(writeHelper(u"mine"_s));
    qputenv("ASYNCSPAWNER_HELPER", HELPER_PROGRAM);
    QCOMPARE(locateHelper(m_folder->path(u"mine"_s)).path, m_folder->bytes(u"mine"_s));
}

void TestHelperLocator::takesThePathOfTheEnvironment()
{
    QVERIFY(writeHelper(u"mine"_s));
    qputenv("ASYNCSPAWNER_HELPER", m_folder->bytes(u"mine"_s));
    QCOMPARE(locateHelper({}).path, m_folder->bytes(u"mine"_s));
    qputenv("ASYNCSPAWNER_HELPER", "");
    QVERIFY(locateHelper({}).path != m_folder->bytes(u"mine"_s));
}

void TestHelperLocator::neverFallsBackFromAPath_data()
{
    QTest::addColumn<bool>("isInEnvironment");
    QTest::newRow("that was set") << false;
    QTest::newRow("of the environment") << true;
}

// Who names a helper means that one, and there is one beside this program.
void TestHelperLocator::neverFallsBackFromAPath()
{
    QFETCH(bool, isInEnvironment);
    const QString path = m_folder->path(u"not-there"_s);
    if (isInEnvironment)
        qputenv("ASYNCSPAWNER_HELPER", QFile::encodeName(path));
    const HelperLocation location = locateHelper(isInEnvironment ? QString() : path);
    QVERIFY(location.path.isEmpty());
    QCOMPARE(location.error, ENOENT);
    QCOMPARE(location.text.count(u"(No such file or directory)"_s), 1);
    QVERIFY(location.text.contains(u'"' + path + u'"'));
}

void TestHelperLocator::saysWhyAPathWillNotDo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a folder") << u"folder"_s << EISDIR << u"Is a directory"_s;
    QTest::newRow("not executable") << u"plain"_s << EACCES << u"Permission denied"_s;
    QTest::newRow("anybody may write to it")
        << u"open"_s << EPERM << u"others could have changed it"_s;
    QTest::newRow("below a file") << u"plain/helper"_s << ENOTDIR << u"Not a directory"_s;
    QTest::newRow("a link to itself")
        << u"loop"_s << ELOOP << u"Too many levels of symbolic links"_s;
    QTest::newRow("a link to nothing") << u"dangling"_s << ENOENT << u"No such file or directory"_s;
}

void TestHelperLocator::saysWhyAPathWillNotDo()
{
    QFETCH(QString, name);
    QFETCH(int, error);
    QFETCH(QString, reason);

    QVERIFY(m_folder->makeFolder(u"folder"_s));
    QVERIFY(writeHelper(u"plain"_s, 0644));
    QVERIFY(writeHelper(u"open"_s, 0757));
    QVERIFY(m_folder->link("loop", u"loop"_s));
    QVERIFY(m_folder->link("nothing", u"dangling"_s));
    const HelperLocation location = locateHelper(m_folder->path(name));
    QVERIFY(location.path.isEmpty());
    QCOMPARE(location.error, error);
    QVERIFY2(location.text.contains(u"\"%1\" (%2)"_s.arg(m_folder->path(name), reason)),
             qPrintable(location.text));
}

void TestHelperLocator::looksAtThePlacesInTheirOrder()
{
    QVERIFY(m_folder->makeFolder(u"bin"_s) && m_folder->makeFolder(u"libexec"_s));
    QVERIFY(copyTo(u"bin/program"_s));
    const QString beside = u"bin/"_s + HelperName;
    const QString below = u"libexec/"_s + HelperName;
    QVERIFY(writeHelper(below));
    QCOMPARE(QFileInfo(locate(u"bin/program"_s)).canonicalFilePath(), m_folder->path(below));
    QVERIFY(writeHelper(beside));
    QCOMPARE(locate(u"bin/program"_s), m_folder->path(beside));
    // One that will not do is passed over.
    QVERIFY(writeHelper(beside, 0644));
    QCOMPARE(QFileInfo(locate(u"bin/program"_s)).canonicalFilePath(), m_folder->path(below));
    QVERIFY(writeHelper(beside, 0757));
    QCOMPARE(QFileInfo(locate(u"bin/program"_s)).canonicalFilePath(), m_folder->path(below));
}

void TestHelperLocator::listsThePlacesThatItTried()
{
    QVERIFY(m_folder->makeFolder(u"bin"_s) && copyTo(u"bin/program"_s));
    QVERIFY(writeHelper(u"bin/"_s + HelperName, 0644));
    const QString answer = locate(u"bin/program"_s);
    if (answer.startsWith(u'/'))
        QSKIP("A helper is installed where this build would be.");
    QVERIFY2(answer.startsWith(u"The helper \"asyncspawner-helper\" was not found. Tried: "_s),
             qPrintable(answer));
    const qsizetype beside
        = answer.indexOf(u"\"%1/bin/%2\" (Permission denied)"_s.arg(m_folder->path(), HelperName));
    const qsizetype below
        = answer.indexOf(u"libexec/%1\" (No such file or directory)"_s.arg(HelperName));
    QVERIFY(beside > 0);
    QVERIFY(below > beside);
}

void TestHelperLocator::neverLooksAtPath()
{
    QVERIFY(m_folder->makeFolder(u"bin"_s) && copyTo(u"bin/program"_s));
    QVERIFY(m_folder->makeFolder(u"path"_s) && writeHelper(u"path/"_s + HelperName));
    const QString answer = locate(u"bin/program"_s, m_folder->bytes(u"path"_s) + ":/usr/bin:/bin");
    QVERIFY(!answer.isEmpty());
    QVERIFY2(!answer.contains(m_folder->path(u"path"_s)), qPrintable(answer));
}

// As an installation does that puts only links to programs into the folder for them.
void TestHelperLocator::followsALinkToItself()
{
    QVERIFY(m_folder->makeFolder(u"package"_s) && copyTo(u"package/program"_s));
    QVERIFY(writeHelper(u"package/"_s + HelperName));
    QVERIFY(m_folder->link("package/program", u"link"_s));
    QCOMPARE(locate(u"link"_s), m_folder->path(u"package/"_s + HelperName));
}

void TestHelperLocator::aSetIdProgramTrustsNobodyElse_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("a group may write to the helper") << 0775;
    QTest::newRow("everybody may write to a folder above it") << 0755;
}

// The folder for temporary files is everybody's.
void TestHelperLocator::aSetIdProgramTrustsNobodyElse()
{
    QFETCH(int, mode);
    if (geteuid() != 0)
        QSKIP("Only root can make a program that another user runs as root.");
    struct statvfs fileSystem
    {
    };
    QCOMPARE(statvfs(m_folder->bytes().constData(), &fileSystem), 0);
    if ((fileSystem.f_flag & ST_NOSUID) != 0)
        QSKIP("Set-id programs have no effect in the folder for temporary files.");
    struct stat above
    {
    };
    QCOMPARE(stat(QFile::encodeName(QDir::tempPath()).constData(), &above), 0);
    if ((above.st_mode & S_IWOTH) == 0)
        QSKIP("The folder for temporary files is not everybody's.");
    QVERIFY(copyTo(u"program"_s));
    QCOMPARE(chmod(m_folder->bytes().constData(), 0755), 0);
    QCOMPARE(chmod(m_folder->bytes(u"program"_s).constData(), 04755), 0);
    QVERIFY(writeHelper(HelperName, static_cast<mode_t>(mode)));
    QVERIFY(writeHelper(u"mine"_s));
    const QByteArray result = inFork([this]() -> QByteArray {
        int ends[2];
        if (pipe(ends) != 0 || setgid(65534) != 0 || setuid(65534) != 0)
            return "cannot become another user";
        if (fork() == 0) {
            dup2(ends[1], 1);
            const QByteArray override = "ASYNCSPAWNER_HELPER=" + m_folder->bytes(u"mine"_s);
            const QByteArray program = m_folder->bytes(u"program"_s);
            execle(program.constData(), program.constData(), "locate", nullptr,
                   std::array{override.constData(), static_cast<const char *>(nullptr)}.data());
            _exit(1);
        }
        close(ends[1]);
        QByteArray answer;
        char text[4096];
        ssize_t size = 0;
        while ((size = read(ends[0], text, sizeof text)) > 0)
            answer.append(text, size);
        return answer;
    });
    QVERIFY2(
        result.contains("\"" + m_folder->bytes(HelperName) + "\" (others could have changed it)"),
        result.constData());
    QVERIFY2(!result.contains("mine"), result.constData());
}

int main(int argc, char *argv[])
{
    if (argc == 2 && qstrcmp(argv[1], "locate") == 0) {
        const HelperLocation location = locateHelper({});
        const QByteArray answer
            = location.path.isEmpty() ? location.text.toLocal8Bit() : location.path;
        fwrite(answer.constData(), 1, size_t(answer.size()), stdout);
        return location.path.isEmpty() ? 1 : 0;
    }
    QCoreApplication application(argc, argv);
    TestHelperLocator test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_helperlocator.moc"
