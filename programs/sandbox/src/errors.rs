//! Why an instruction is refused: one error per reason.

use anchor_lang::prelude::*;

#[error_code]
pub enum SandboxError {
    // Who and what
    #[msg("This account belongs to another zone")]
    WrongZone,
    #[msg("This account belongs to another asset")]
    WrongAsset,
    #[msg("The mint is not the asset's")]
    WrongMint,
    #[msg("The token program is not the asset's")]
    WrongTokenProgram,
    #[msg("The vault is not the asset's")]
    WrongVault,
    #[msg("The token account is not the vault's")]
    WrongVaultToken,
    #[msg("The wallet is not the account's owner")]
    WrongOwner,
    #[msg("The participant is not the account's")]
    WrongParticipant,
    #[msg("The account is not a party of this payment or subscription")]
    WrongParty,
    #[msg("The payment's address is not the one of this account and sequence")]
    WrongPaymentAddress,
    #[msg("Only the zone's operator may do this")]
    NotOperator,
    #[msg("Only one of the zone's two regulators may do this")]
    NotRegulator,
    #[msg("Only the operator or a regulator may do this")]
    NotAuthority,
    #[msg("Only the payee may do this")]
    NotPayee,
    #[msg("Only the payer may do this before the window has passed")]
    NotPayer,
    #[msg("Operator and regulators must be three different keys")]
    AuthoritiesNotDistinct,
    #[msg("The account is not the treasury's")]
    NotTreasury,
    #[msg("Payer and payee are the same")]
    PayerIsPayee,
    #[msg("The token account belongs to another owner")]
    TokenAccountNotOwned,
    #[msg("The vault's token account has a delegate or a close authority")]
    VaultTokenNotExclusive,

    // Bad values
    #[msg("The amount is zero")]
    ZeroAmount,
    #[msg("An amount would overflow")]
    Overflow,
    #[msg("The name is empty or not padded with zeros")]
    BadName,
    #[msg("The UTC offset is a day or more")]
    BadOffset,
    #[msg("The zone's end is in the past")]
    BadEnd,
    #[msg("A window is zero or longer than a year")]
    BadWindow,
    #[msg("The asset class is unknown")]
    BadAssetClass,
    #[msg("A rate is over 100 percent")]
    BadRate,
    #[msg("The smallest fee is over the largest")]
    BadFeeRange,
    #[msg("A cap per payment is over the one per day, or that over the one per month")]
    BadCaps,
    #[msg("The roles are none or unknown")]
    BadRoles,
    #[msg("The treasury cannot be a merchant: its fees would be due to itself")]
    TreasuryIsMerchant,
    #[msg("The tier is unknown")]
    BadTier,
    #[msg("The tax category is unknown")]
    BadTaxCategory,
    #[msg("The licence names no activity or no asset class")]
    BadLicence,
    #[msg("The service is unknown")]
    BadService,
    #[msg("The pause scopes are unknown")]
    BadScopes,
    #[msg("The date has passed already")]
    AlreadyExpired,
    #[msg("Instruments have no lanes above 0")]
    LaneUnavailable,

    // The zone's rules
    #[msg("The zone, or this scope of it, is paused")]
    ZonePaused,
    #[msg("The zone has ended: nothing enters any more")]
    ZoneEnded,
    #[msg("The asset lacks the consent of a regulator that its class needs")]
    AssetNotConsented,
    #[msg("The participant's verification has expired")]
    VerificationExpired,
    #[msg("The payer is not a resident")]
    PayerNotResident,
    #[msg("The payee is not a resident")]
    PayeeNotResident,
    #[msg("The payee is not a merchant")]
    PayeeNotMerchant,
    #[msg("The payee has no licence from a regulator of this asset class")]
    LicenceMissing,
    #[msg("The payee's licence is suspended")]
    LicenceSuspended,
    #[msg("The payee's licence has expired")]
    LicenceExpired,
    #[msg("The payee's licence does not cover this service")]
    ActivityNotLicensed,
    #[msg("The payee's licence does not cover this asset class")]
    AssetClassNotLicensed,
    #[msg("The amount is over the cap of one payment")]
    PaymentLimitExceeded,
    #[msg("The day's payments would be over the payer's daily cap")]
    DailyLimitExceeded,
    #[msg("The month's payments would be over the payer's monthly cap")]
    MonthlyLimitExceeded,
    #[msg("The day's payments to this payee would be over its daily cap")]
    PayeeDailyLimitExceeded,
    #[msg("The month's payments to this payee would be over its monthly cap")]
    PayeeMonthlyLimitExceeded,
    #[msg("Tax periods of earlier months must be closed first")]
    TaxPeriodsFull,
    #[msg("A regulator has frozen the account")]
    AccountFrozen,
    #[msg("A regulator of this asset class has frozen the participant")]
    ParticipantFrozen,
    #[msg("Both regulators have stopped withdrawals")]
    WithdrawalsStopped,
    #[msg("Only lane 0 spends: consolidate this lane first")]
    LaneReceivesOnly,
    #[msg("The vault would hold more than its cap")]
    VaultCapExceeded,
    #[msg("The account has less available than this takes")]
    InsufficientFunds,
    #[msg("The vault holds less than this takes")]
    VaultShort,

    // Sequences
    #[msg("This sequence has been used: the instruction has landed before")]
    SequenceUsed,
    #[msg("The sequence is older than the replay window remembers")]
    SequenceTooOld,
    #[msg("The sequence is more than 1,024 ahead")]
    SequenceTooFar,
    #[msg("Another amount has been refunded before than the one named")]
    RefundedChanged,

    // A payment's life
    #[msg("The delivery deadline has passed or is too far ahead")]
    BadDeadline,
    #[msg("The payment is not open")]
    NotOpen,
    #[msg("The payment is not held any more")]
    NotHeld,
    #[msg("The payment is neither held nor settled")]
    NotRefundable,
    #[msg("The delivery deadline has passed")]
    DeliveryOverdue,
    #[msg("The delivery deadline has not passed yet")]
    DeliveryNotDue,
    #[msg("The settlement window has not passed yet")]
    WindowOpen,
    #[msg("The payment's refunds would be more than its amount")]
    RefundExceedsPayment,
    #[msg("There is nothing to collect")]
    NothingDue,
    // Disputes, reserves, closing
    #[msg("The reason is none or unknown")]
    BadReason,
    #[msg("The payment has been disputed before")]
    AlreadyDisputed,
    #[msg("The payment is neither fulfilled nor settled with a reserve")]
    NotDisputable,
    #[msg("The time to dispute the payment has passed")]
    DisputeOverdue,
    #[msg("The payment is not disputed")]
    NotDisputed,
    #[msg("The payee has answered already")]
    AlreadyAnswered,
    #[msg("The time to answer the dispute has passed")]
    AnswerOverdue,
    #[msg("Only the zone's operator or its arbiter may do this")]
    NotArbiter,
    #[msg("A party of the payment cannot resolve its dispute")]
    ArbiterIsParty,
    #[msg("The arbiter cannot be a regulator")]
    ArbiterIsRegulator,
    #[msg("The time to resolve the dispute has passed")]
    DecisionOverdue,
    #[msg("The time to answer or resolve the dispute has not passed yet")]
    DecisionNotDue,
    #[msg("Only the payer may drop its dispute")]
    NotDisputer,
    #[msg("The payment's reserve is less than this takes")]
    ReserveShort,
    #[msg("The payment is not settled, or is disputed")]
    NotSettled,
    #[msg("The payment has no reserve")]
    NothingReserved,
    #[msg("The reserve is kept still")]
    ReserveNotDue,
    #[msg("The payment is not over yet")]
    NotOver,
    #[msg("The payment's account must be kept still")]
    RetentionNotOver,
    #[msg("The account is not the one that paid the rent")]
    WrongRentPayer,
    #[msg("The participant is not a merchant")]
    NotMerchant,
    // Batches and lanes
    #[msg("The batch has no rows")]
    BatchEmpty,
    #[msg("The batch has more than 64 rows")]
    BatchTooLarge,
    #[msg("The batch needs two accounts, a participant and its payment account, for each amount")]
    BatchMismatch,
    #[msg("The payer of a batch is neither a resident nor a merchant")]
    PayerNotResidentOrMerchant,
    #[msg("Only the zone's operator may open a lane above 0: caps of a payee are per account")]
    LaneNeedsOperator,
    #[msg("Only a merchant has lanes above 0")]
    LaneNeedsMerchant,
    #[msg("The account is not lane 0 of this wallet and asset")]
    NotMainLane,
    #[msg("The account is lane 0 itself")]
    LaneIsMain,
    #[msg("The lane has nothing available")]
    LaneEmpty,
    // Allowances and mandates
    #[msg("Only the allowance's delegate may draw on it")]
    NotDelegate,
    #[msg("The allowance is on another account")]
    WrongAllowance,
    #[msg("The delegate is the owner")]
    DelegateIsOwner,
    #[msg("The allowance is zero, is less than its cap of one payment, or names no service")]
    BadAllowance,
    #[msg("The allowance has been granted or revoked since")]
    GrantsChanged,
    #[msg("The owner has revoked the allowance")]
    AllowanceRevoked,
    #[msg("The allowance has expired")]
    AllowanceExpired,
    #[msg("The allowance is not for this service")]
    ServiceNotAllowed,
    #[msg("The amount is over the allowance's cap of one payment")]
    AllowancePaymentExceeded,
    #[msg("The period's payments would be over the allowance")]
    AllowanceExceeded,
    #[msg("The plan is closed")]
    PlanClosed,
    #[msg("Amount or period are not the plan's")]
    PlanDiffers,
    #[msg("The mandate is for another plan")]
    WrongPlan,
    #[msg("The mandate is on another account")]
    WrongMandate,
    #[msg("The mandate would end before it starts")]
    BadMandate,
    #[msg("The mandate's first period has not begun")]
    MandateNotStarted,
    #[msg("The mandate has ended")]
    MandateEnded,
    #[msg("The period named is not the current one")]
    NotThisPeriod,
    #[msg("The period has been pulled already")]
    PeriodPulled,
    // Conversion and payments from wallets
    #[msg("Both assets are the same")]
    SameAsset,
    #[msg("The provider is the payer or the payee")]
    ProviderNotDistinct,
    #[msg("The provider does not have that role")]
    NotProvider,
    #[msg("The provider is not licensed now to exchange assets of both classes")]
    ProviderNotLicensed,
    #[msg("The quote has expired")]
    QuoteExpired,
    #[msg("The quote gives more than the mid rate would")]
    QuoteOverMid,
    #[msg("The wallet has a payment account of this asset: deposit and pay from it")]
    HasAccount,
    #[msg("The address is not the one of the wallet's payment account")]
    WrongAccountAddress,
    #[msg("Less arrived than the payee must get at least")]
    ArrivedTooLittle,
    #[msg("The mint calls a program at every transfer, or can be made to")]
    MintHasHook,
    #[msg("The mint's tokens cannot be transferred")]
    MintNotTransferable,
    #[msg("The mint hides amounts")]
    MintConfidential,
    #[msg("The mint can be closed, and made again as another")]
    MintCloseable,
    #[msg("The mint has an extension that this program does not know")]
    MintExtensionUnknown,
    #[msg("The mint's tokens are stopped, and nobody can end that")]
    MintStopped,
    #[msg("The mint lets others do what it did not when it was listed")]
    MintChanged,
    #[msg("It is so already: there is nothing to record")]
    NothingChanged,
    // Taxes, limits, terms
    #[msg("The account has no tax period of this month and rate")]
    NoTaxPeriod,
    #[msg("The month of this tax period has not ended yet")]
    TaxPeriodOpen,
    // Freezes and enforcement
    #[msg("The regulator does not answer for this class of assets")]
    NotRegulatorOfClass,
    #[msg("The case is empty")]
    BadCase,
    #[msg("The legal basis is zero")]
    BadBasis,
    #[msg("The freeze ends now, in the past, or more than 366 days ahead")]
    BadFreeze,
    #[msg("This regulator holds no freeze here")]
    NotFrozen,
    #[msg("This case has been executed on this account before")]
    CaseExecuted,
    // Authorities, end, migration
    #[msg("There is no such seat, or it cannot be replaced this way")]
    BadSeat,
    #[msg("The successor is nobody, or holds the seat already")]
    BadSuccessor,
    #[msg("Only who holds this seat may do this")]
    NotIncumbent,
    #[msg("The two other authorities must sign, the operator or first regulator first")]
    NotOtherAuthorities,
    #[msg("The regulators are replacing the operator")]
    ReplacementPending,
    #[msg("Nobody is to follow in this seat")]
    NoSuccession,
    #[msg("Another is to follow in this seat")]
    NotSuccessor,
    #[msg("The time for a veto has not passed yet")]
    SuccessionNotReady,
    #[msg("Both regulators must sign, in their order")]
    NotBothRegulators,
    #[msg("Withdrawals can be stopped until a time at most 14 days ahead")]
    BadStop,
    #[msg("The zone has not ended yet")]
    ZoneNotEnded,
    #[msg("The account still holds money, or is owed a credit")]
    AccountNotEmpty,
    #[msg("Held payments from this account, or offerings paid into it, have not been closed yet")]
    PaymentsNotClosed,
    #[msg("Tax periods of this account have not been closed yet")]
    TaxPeriodsNotClosed,
    #[msg("The rent goes back to who paid it")]
    NotRentPayer,
    #[msg("This is no account of an earlier version of this program")]
    NotMigratable,
    #[msg("The account has this version already")]
    AlreadyMigrated,
    #[msg("The treasury's account stays: what others owe it is collected into it")]
    TreasuryStays,
    // Instruments and holdings
    #[msg("The account belongs to another instrument")]
    WrongInstrument,
    #[msg("Only the instrument's issuer may do this")]
    NotIssuer,
    #[msg("The participant does not have the role of an issuer")]
    IssuerRoleMissing,
    #[msg("The kind of instrument is unknown")]
    BadKind,
    #[msg("No units are authorised, or nobody could hold one")]
    BadUnits,
    #[msg("The instrument would mature now, in the past, or before its units can move")]
    BadMaturity,
    #[msg("The classes of holders are none or unknown")]
    BadHolderClasses,
    #[msg("The countries go on after a zero")]
    BadCountries,
    #[msg("The document's digest is zero")]
    BadDocument,
    #[msg("The mint has a supply already")]
    MintHasSupply,
    #[msg("The mint's authorities and permanent delegate are not all the instrument")]
    MintNotControlled,
    #[msg("New token accounts of the mint do not begin frozen")]
    MintNotFrozen,
    #[msg("The mint's metadata are not in the mint itself")]
    MintMetadataElsewhere,
    #[msg("Another than the instrument can change the mint's metadata")]
    MintMetadataChangeable,
    #[msg("The mint lacks one of the four extensions of an instrument")]
    MintExtensionMissing,
    #[msg("The mint has another extension than the four of an instrument")]
    MintExtensionForbidden,
    #[msg("The instrument has changed since the revision that is consented to")]
    TermsChanged,
    #[msg("The instrument is not proposed any more")]
    NotProposed,
    #[msg("The instrument has not been admitted")]
    InstrumentNotAdmitted,
    #[msg("The instrument is suspended")]
    InstrumentSuspended,
    #[msg("The instrument is delisted")]
    InstrumentDelisted,
    #[msg("The holding still has units")]
    HoldingNotEmpty,
    #[msg("The holding stays until the instrument is delisted or the zone has ended")]
    HoldingStays,
    #[msg("Another number of units has been issued before than the one named")]
    IssuedChanged,
    #[msg("More units would be issued than are authorised")]
    AuthorisedExceeded,
    #[msg("The holding has fewer units than this takes")]
    InsufficientUnits,
    #[msg("The holder is not an investor")]
    HolderNotInvestor,
    #[msg("The holder's tier is not among the instrument's classes")]
    HolderClassExcluded,
    #[msg("The holder's country is not among the instrument's")]
    HolderCountryExcluded,
    #[msg("The holder would have more units than one may")]
    PerHolderExceeded,
    #[msg("The instrument would have more holders than it may")]
    HolderCapExceeded,
    #[msg("Only the issuer's units move before the lock-up ends")]
    UnitsLocked,
    // Trades, offers and splits
    #[msg("The trade has expired")]
    TradeExpired,
    #[msg("The price is zero")]
    ZeroPrice,
    #[msg("The account belongs to another offer or holding")]
    WrongOffer,
    #[msg("The offer has expired")]
    OfferExpired,
    #[msg("Fewer units of the offer are left than this takes")]
    OfferExceeded,
    #[msg("Only its holder ends an offer before it expires, the instrument is delisted, the zone has ended or the holding is frozen")]
    OfferStands,
    #[msg("A split needs shares, and units that they are")]
    BadSplit,
    // Distributions
    #[msg("No units are issued that a sum could be spread over")]
    NothingIssued,
    #[msg("The quotient is not that of the sum and the units that are issued")]
    WrongQuotient,
    #[msg("The holding is entitled to less than a base unit")]
    NothingToClaim,
    #[msg("The holding is still entitled to something")]
    ClaimLeft,
    // Redemption
    #[msg("The instrument is being redeemed")]
    InstrumentRedeeming,
    #[msg("The instrument has been called already")]
    RedemptionCalled,
    #[msg("The instrument has not been called")]
    RedemptionNotCalled,
    #[msg("The instrument has not matured, is not delisted, and the zone has not ended")]
    NotMatured,
    #[msg("There are no units that could be redeemed")]
    NothingToRedeem,
    #[msg("Units of the issuer's are in offers, or outside")]
    UnitsNotFree,
    #[msg("A tender of the instrument is open")]
    TenderOpen,
    #[msg("No tender of the instrument is open")]
    NoTender,
    #[msg("More units are tendered than the issuer still takes")]
    TenderExceeded,
    // Offerings and subscriptions
    #[msg("The account belongs to another offering")]
    WrongOffering,
    #[msg("Another number of offerings has been made before than the one named")]
    OfferingsChanged,
    #[msg("The fewest units to be sold are none, or more than are offered")]
    BadMinimum,
    #[msg("The fewest units of a subscription are none, or more than the most")]
    BadSubscriptionRange,
    #[msg("The window ends now, in the past, before it begins, or is over a year ahead")]
    BadOfferingWindow,
    #[msg("The cooling-off is longer than a year, or would not be over before the zone's end")]
    BadCoolingOff,
    #[msg("The way of allotment is unknown")]
    BadAllotment,
    #[msg("The offering has been concluded or cancelled")]
    OfferingOver,
    #[msg("The offering has been neither concluded nor cancelled")]
    OfferingNotOver,
    #[msg("The offering takes no subscriptions at this time")]
    OutsideOfferingWindow,
    #[msg("A subscription is of fewer or more units than the offering takes")]
    SubscriptionOutOfRange,
    #[msg("The issuer cannot subscribe its own offering")]
    SubscriberIsIssuer,
    #[msg("The subscription has been confirmed")]
    SubscriptionConfirmed,
    #[msg("The subscription's cooling-off is over")]
    CoolingOffOver,
    #[msg("The subscription's cooling-off is not over yet")]
    CoolingOffNotOver,
    #[msg("The offering's window, or the last cooling-off, is not over yet")]
    OfferingWindowNotOver,
    #[msg("Subscriptions of the offering have not been confirmed yet")]
    SubscriptionsNotConfirmed,
    #[msg("Subscriptions of the offering have not been allotted yet")]
    SubscriptionsNotAllotted,
    #[msg("Holdings stay while an offering of the instrument has not been closed")]
    OfferingsNotClosed,
    #[msg("The subscription's address is not the one of this offering and wallet")]
    WrongSubscriptionAddress,
    // Orders about units
    #[msg("Both regulators have frozen the holding")]
    HoldingFrozen,
    #[msg("Units of a called instrument cannot go to its issuer, whose own are not redeemed")]
    IssuerNotRedeemed,
    // Replacement of a lost wallet
    #[msg("Issuer and operator are the same wallet")]
    SignersNotDistinct,
    #[msg("One of the two who sign is the old holder or the new one")]
    SignerIsHolder,
    #[msg("Another than the operator has verified one of the two holders")]
    VerifiedByAnother,
    #[msg("A replacement of the holding is proposed already")]
    ReplacementStands,
    #[msg("The holding has changed since the revision that is named")]
    HoldingChanged,
    #[msg("The holding has neither units nor a claim")]
    NothingToReplace,
    #[msg("Only the holder, the issuer or the operator ends a replacement")]
    NotReplacementParty,
    #[msg("No replacement of the holding is proposed")]
    NoReplacement,
    #[msg("The new holding is another than the one proposed")]
    WrongSuccessor,
    #[msg("The notice of the replacement is not over yet")]
    ReplacementNotDue,
    #[msg("Offers of the holding stand")]
    OffersNotOver,
    #[msg("Units of the holding are outside")]
    UnitsStillOutside,
    // Units outside
    #[msg("The token account is not the associated one of the holder's wallet")]
    WrongWalletToken,
    #[msg("More units than the holding has outside")]
    InsufficientUnitsOutside,
    #[msg("The holding has no units outside")]
    NothingOutside,
    #[msg("Units stay outside until they are to be redeemed, ordered away or replaced")]
    UnitsStayOutside,
    // Subscriptions; here, as codes stay what they are
    #[msg("The wallet has subscribed to the offering already")]
    AlreadySubscribed,
    // Dealing with oneself: `entrypoint.rs` says it in place of the framework
    #[msg("One account is named where two must be: nothing moves to who has it")]
    AccountNamedTwice,
    // The vaults' token accounts
    #[msg("The token account is not the associated one of the vault")]
    VaultTokenNotAssociated,
    // Of a suspended instrument
    #[msg("While it is suspended only its issuer or the authority ends what the issuer has begun")]
    NotIssuerNorAuthority,
    // Offers and tenders, later
    #[msg("The open tender has another price than the one named")]
    TenderPriceChanged,
    #[msg("The least of an offer is none, or more than is offered")]
    BadOfferLeast,
    #[msg("Fewer units than the offer's least are taken, and not all that are left")]
    BelowOfferLeast,
}
