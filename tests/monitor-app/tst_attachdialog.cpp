// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/attachdialog.h"

#include "monitor-app/attachtargets.h"
#include "monitor-app/syntheticapplication.h"

#include "attach/attachmodel.h"
#include "attach/explanationband.h"
#include "attach/launchpage.h"
#include "attach/runningpage.h"
#include "look/theme.h"
#include "look/type.h"
#include "widgets/rowtable.h"
#include "window/mainwindow.h"

#include <QtGui/QFontDatabase>
#include <QtGui/QPainter>
#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabBar>

using namespace Spawn;
using Status = AttachTarget::Status;

class AttachDialogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void enterAttaches();
    void doubleClickAttaches();
    void severalAtOnce();
    void tellsWhyNot();
    void selectionSurvivesRefresh();
    void filters();
    void launches();
    void pictures_data();
    void pictures();

private:
    RowTable *table() const { return m_dialog->findChild<RowTable *>(); }
    ExplanationBand *band() const { return m_dialog->running()->findChild<ExplanationBand *>(); }
    QPushButton *button(const QString &text) const;
    QString names() const; // of the last request
    void selectName(const QString &name, bool also = false);

    bool m_hasFonts = false;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<AttachModel> m_model;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<AttachDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_requests;
};

void AttachDialogTest::initTestCase()
{
    const QStringList families = QFontDatabase::families();
    m_hasFonts = families.contains(QStringLiteral("Inter"))
        && families.contains(QStringLiteral("JetBrains Mono"));
    if (!m_hasFonts)
        return;
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(13);
    font.setHintingPreference(QFont::PreferNoHinting);
    QApplication::setFont(font);
    font.setFamily(QStringLiteral("JetBrains Mono"));
    setFixedFont(font);
}

void AttachDialogTest::init()
{
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_model = std::make_unique<AttachModel>();
    m_model->setTargets(AttachTargets::all(), AttachTargets::Now);
    m_window = std::make_unique<MainWindow>();
    auto *const source = new SyntheticApplication;
    source->fill();
    m_window->attach(source, [] { return SyntheticApplication::now(); });
    m_window->show();
    m_dialog = std::make_unique<AttachDialog>(m_model.get(), m_window.get());
    m_requests = std::make_unique<QSignalSpy>(m_dialog.get(), &AttachDialog::attachRequested);
    m_dialog->setCurrentTab(AttachDialog::RunningTab);
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void AttachDialogTest::cleanup()
{
    m_dialog.reset();
    m_window.reset();
    m_model.reset();
    m_theme.reset();
}

QPushButton *AttachDialogTest::button(const QString &text) const
{
    for (QPushButton *const button : m_dialog->findChildren<QPushButton *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

QString AttachDialogTest::names() const
{
    QStringList names;
    if (!m_requests->isEmpty()) {
        for (const MonitorTarget &target : m_requests->last().first().value<QList<MonitorTarget>>())
            names += target.name;
    }
    return names.join(u' ');
}

void AttachDialogTest::selectName(const QString &name, bool also)
{
    const QAbstractItemModel *const rows = table()->model();
    const QModelIndexList found = rows->match(rows->index(0, AttachModel::ApplicationColumn),
                                              Qt::DisplayRole, name, 1, Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    table()->selectionModel()->select(
        found.first(),
        (also ? QItemSelectionModel::Select : QItemSelectionModel::ClearAndSelect)
            | QItemSelectionModel::Rows);
}

void AttachDialogTest::enterAttaches()
{
    // What can be attached is first, and chosen.
    QVERIFY(table()->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(m_requests->size(), 1);
    QCOMPARE(names(), u"ide"_qs);
    QVERIFY(!m_requests->last().at(1).toBool());
    QVERIFY(m_dialog->isVisible()); // whoever attaches closes it
    m_dialog->findChild<QCheckBox *>()->click();
    QTest::keyClick(table(), Qt::Key_Enter);
    QVERIFY(m_requests->last().at(1).toBool());

    button(u"Cancel"_qs)->setFocus();
    QTest::keyClick(button(u"Cancel"_qs), Qt::Key_Return);
    QCOMPARE(m_requests->size(), 2);
    QVERIFY(!m_dialog->isVisible());
}

void AttachDialogTest::doubleClickAttaches()
{
    const QModelIndex ingest = table()->model()->index(1, AttachModel::ApplicationColumn);
    QCOMPARE(ingest.data().toString(), u"ingest"_qs);
    const QPoint place = table()->visualRect(ingest).center();
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(m_requests->size(), 0);
    QTest::mouseDClick(table()->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(m_requests->size(), 1);
    QCOMPARE(names(), u"ingest"_qs);
}

void AttachDialogTest::severalAtOnce()
{
    table()->selectAll();
    QCOMPARE(button(u"Attach 4"_qs)->isEnabled(), true);
    button(u"Attach 4"_qs)->click();
    QCOMPARE(names().split(u' ').size(), 4);
    QVERIFY(!names().contains(u"renderfarm"_qs));
    QCOMPARE(band()->situation(), u"7 applications are selected, and 4 can be attached."_qs);
}

void AttachDialogTest::tellsWhyNot()
{
    selectName(u"renderfarm"_qs);
    QVERIFY(!button(u"Attach"_qs)->isEnabled());
    QCOMPARE(band()->remedy(), u"Install spawn-monitor 2.0.0 or newer to attach to it."_qs);
    QTest::keyClick(table(), Qt::Key_Return);
    QCOMPARE(m_requests->size(), 0);
    QVERIFY(m_dialog->isVisible());
    selectName(u"ide"_qs);
    m_model->setRefused(m_model->at(1).key(), u"It did not answer."_qs);
    QCOMPARE(band()->situation(), u"ide was not attached. It did not answer."_qs);
    QVERIFY(button(u"Attach"_qs)->isEnabled());
}

void AttachDialogTest::selectionSurvivesRefresh()
{
    selectName(u"mailer"_qs);
    selectName(u"ingest"_qs, true);
    QList<AttachTarget> targets = AttachTargets::all();
    targets.prepend(AttachTargets::target(u"aaa"_qs, 7001, Status::Ready, 0));
    targets.removeAt(2); // ide
    m_model->setTargets(targets, AttachTargets::Now + 2000);
    button(u"Attach 2"_qs)->click();
    QCOMPARE(names(), u"ingest mailer"_qs);
}

void AttachDialogTest::filters()
{
    QTest::keyClick(table(), Qt::Key_Slash);
    auto *const field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(field);
    table()->clearSelection();
    QTest::keyClicks(field, u"mail"_qs);
    QCOMPARE(table()->model()->rowCount(), 1);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(names(), u"mailer"_qs);
    field->setText(u"nothing"_qs);
    QCOMPARE(band()->situation(), u"No application matches the filter."_qs);
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(table()->model()->rowCount(), 7);
    QVERIFY(m_dialog->isVisible());
    QTest::keyClick(table(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
}

void AttachDialogTest::launches()
{
    QSignalSpy launched(m_dialog.get(), &AttachDialog::launchRequested);
    m_dialog->findChild<QTabBar *>()->setCurrentIndex(AttachDialog::LaunchTab);
    m_dialog->launching()->focusProgram();
    QVERIFY(!button(u"Launch"_qs)->isEnabled());
    auto *const field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(field);
    QTest::keyClicks(field, u"./photo\\ indexer 'two words' /x"_qs);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(launched.size(), 1);
    QCOMPARE(launched.first().first().toStringList(),
             QStringList({u"./photo indexer"_qs, u"two words"_qs, u"/x"_qs}));
    field->setText(u"'open"_qs);
    QVERIFY(!button(u"Launch"_qs)->isEnabled());
}

void AttachDialogTest::pictures_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("tab");
    QTest::newRow("attach") << false << int(AttachDialog::RunningTab);
    QTest::newRow("attach-dark") << true << int(AttachDialog::RunningTab);
    QTest::newRow("launch") << false << int(AttachDialog::LaunchTab);
    QTest::newRow("launch-dark") << true << int(AttachDialog::LaunchTab);
}

// As in tst_pictures.
void AttachDialogTest::pictures()
{
    if (!m_hasFonts)
        QSKIP("needs fonts-inter and fonts-jetbrains-mono");
    QFETCH(bool, dark);
    QFETCH(int, tab);
    m_theme->setChoice(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    m_model->setAttached(m_model->at(5).key(), false);
    m_model->setAttached(m_model->at(1).key(), false);
    m_model->setAttached(m_model->at(3).key(), true);
    selectName(u"renderfarm"_qs);
    m_dialog->setCurrentTab(AttachDialog::Tab(tab));
    if (tab == AttachDialog::LaunchTab) {
        m_dialog->findChild<LaunchPage *>()->findChild<QLineEdit *>()->setText(
            u"./photoindexer --verbose /srv/photos"_qs);
        m_dialog->launching()->showWaiting(6233);
    }
    QCoreApplication::processEvents();

    QPixmap picture = m_window->grab();
    QPixmap sheet(m_dialog->size() * picture.devicePixelRatio());
    sheet.setDevicePixelRatio(picture.devicePixelRatio());
    sheet.fill(Qt::transparent);
    m_dialog->render(&sheet, {}, {}, QWidget::DrawChildren);
    QPainter painter(&picture);
    painter.drawPixmap(m_window->mapFromGlobal(m_dialog->pos()), sheet);
    painter.end();
    const QDir folder(qEnvironmentVariable(
        "MONITOR_PICTURES", QCoreApplication::applicationDirPath() + QStringLiteral("/pictures")));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    QVERIFY(picture.save(folder.filePath(name + QStringLiteral(".png"))));

    const QImage image = picture.toImage();
    const qreal ratio = image.devicePixelRatio();
    const auto at = [&](int x, int y) {
        return image.pixelColor(qRound(x * ratio), qRound(y * ratio));
    };
    QCOMPARE(at(640, 130), look()[Shade::Surface]);
    QVERIFY(at(100, 600) != look()[Shade::Rail]); // behind the veil
    if (tab == AttachDialog::RunningTab) {
        QCOMPARE(at(600, 570), look()[Shade::Canvas]);
        // Each column has the room it needs.
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            for (int column = 0; column < AttachModel::ColumnCount; ++column) {
                const QModelIndex index = table()->model()->index(row, column);
                QVERIFY2(table()->itemDelegate()->sizeHint({}, index).width()
                             <= table()->columnWidth(column),
                         qPrintable(index.data().toString()));
            }
        }
    }
}

QTEST_MAIN(AttachDialogTest)
#include "tst_attachdialog.moc"
